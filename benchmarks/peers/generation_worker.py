#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""One contender of generation.py: generation_worker.py KIND FOLDER. Requests and answers as generation_worker.cpp's.

KIND: bare-ort, bare-ov (the runtime's own Python loop: what came out goes in again, numpy's argmax), optimum-ort, optimum-ov,
genai, genai-sdpa (openvino_genai.LLMPipeline on the same IR, ids in and out; paged attention, which is its default, or the
IR's own), ort-genai (onnxruntime-genai on the same ONNX graph, ids in and out), ct2 (CTranslate2).
"""
import json
import pathlib
import sys
import time

sys.path.pop(0)  # this folder has a tokenizers.py
F32 = {"INFERENCE_PRECISION_HINT": "f32", "PERFORMANCE_HINT": "LATENCY"}


class BareOrt:
    def __init__(self, folder):
        import onnxruntime

        self.session = onnxruntime.InferenceSession(str(folder / "model.onnx"))
        self.value = onnxruntime.OrtValue.ortvalue_from_numpy
        self.inputs = [port.name for port in self.session.get_inputs()]
        self.outputs = [port.name for port in self.session.get_outputs()]
        self.empty = {port.name: (port.shape[1], port.shape[3]) for port in self.session.get_inputs() if "past" in port.name}

    def run(self, prompt, new, beams, mark):
        import numpy

        feed = {name: self.value(numpy.zeros((1, heads, 0, width), numpy.float32))
                for name, (heads, width) in self.empty.items()}
        ids, length, made = numpy.array([prompt]), len(prompt), []
        for _ in range(new):
            feed["input_ids"] = self.value(ids)
            feed["attention_mask"] = self.value(numpy.ones((1, length), numpy.int64))
            if "position_ids" in self.inputs:
                feed["position_ids"] = self.value(numpy.arange(length - ids.shape[1], length)[None])
            out = dict(zip(self.outputs, self.session.run_with_ort_values(self.outputs, feed)))
            token = int(out.pop("logits").numpy()[0, -1].argmax())
            feed = {name.replace("present", "past_key_values"): value for name, value in out.items()}
            made.append(token)
            if len(made) == 1:
                mark()
            ids, length = numpy.array([[token]]), length + 1
        return made


class BareOv:
    def __init__(self, folder):
        import openvino

        self.compiled = openvino.Core().compile_model(str(folder / "openvino_model.xml"), "CPU", F32)
        self.request = self.compiled.create_infer_request()
        self.positions = any("position_ids" in port.names for port in self.compiled.inputs)

    def run(self, prompt, new, beams, mark):
        import numpy

        self.request.reset_state()
        ids, length, made = numpy.array([prompt]), len(prompt), []
        for _ in range(new):
            feed = {"input_ids": ids, "attention_mask": numpy.ones((1, length), numpy.int64),
                    "beam_idx": numpy.zeros(1, numpy.int32)}
            if self.positions:
                feed["position_ids"] = numpy.arange(length - ids.shape[1], length)[None]
            self.request.infer(feed, share_inputs=True)
            token = int(self.request.get_output_tensor(0).data[0, -1].argmax())
            made.append(token)
            if len(made) == 1:
                mark()
            ids, length = numpy.array([[token]]), length + 1
        return made


class Optimum:
    def __init__(self, folder, kind):
        import torch
        import transformers

        torch.set_num_threads(2)
        two = transformers.AutoConfig.from_pretrained(folder).is_encoder_decoder
        if kind == "optimum-ort":
            from optimum.onnxruntime import ORTModelForCausalLM, ORTModelForSeq2SeqLM

            self.model = (ORTModelForSeq2SeqLM if two else ORTModelForCausalLM).from_pretrained(folder)
        else:
            from optimum.intel import OVModelForCausalLM, OVModelForSeq2SeqLM

            self.model = (OVModelForSeq2SeqLM if two else OVModelForCausalLM).from_pretrained(folder, ov_config=F32)
        self.model.generation_config.eos_token_id = None
        self.model.generation_config.forced_eos_token_id = None
        self.two = two

    def run(self, prompt, new, beams, mark):
        import torch

        class Watch:
            seen = 0

            def put(self, _):
                self.seen += 1
                if self.seen == 2:  # the first call is the prompt's
                    mark()

            def end(self):
                pass

        ids = torch.tensor([prompt])
        out = self.model.generate(input_ids=ids, attention_mask=torch.ones_like(ids), max_new_tokens=new, num_beams=beams,
                                  do_sample=False, pad_token_id=0, bad_words_ids=None,
                                  streamer=Watch() if beams == 1 else None)
        return out[0].tolist()[1 if self.two else len(prompt):]


class Genai:
    def __init__(self, folder, backend):
        import openvino_genai

        self.genai = openvino_genai
        # Ids in, ids out: a tokenizer has to be there, but is not asked.
        self.pipe = openvino_genai.LLMPipeline(str(folder), openvino_genai.Tokenizer(str(folder)), "CPU",
                                               ATTENTION_BACKEND=backend, **F32)

    def run(self, prompt, new, beams, mark):
        import numpy
        import openvino

        config = self.genai.GenerationConfig()
        config.max_new_tokens, config.ignore_eos, config.num_beams = new, True, beams
        config.do_sample, config.apply_chat_template = False, False
        ids = numpy.array([prompt])
        inputs = self.genai.TokenizedInputs(openvino.Tensor(ids), openvino.Tensor(numpy.ones_like(ids)))
        result = self.pipe.generate(inputs, config)
        self.first = result.perf_metrics.get_ttft().mean / 1000
        return list(result.tokens[0])


class OrtGenai:
    def __init__(self, folder):
        import onnxruntime_genai

        self.genai = onnxruntime_genai
        self.model = onnxruntime_genai.Model(str(folder))

    def run(self, prompt, new, beams, mark):
        params, length = self.genai.GeneratorParams(self.model), len(prompt) + new
        params.set_search_options(max_length=length, min_length=length, do_sample=False, num_beams=beams)
        generator = self.genai.Generator(self.model, params)
        generator.append_tokens([prompt])
        for step in range(new):
            generator.generate_next_token()
            if step == 0 and beams == 1:
                mark()
        return list(generator.get_sequence(0))[len(prompt):]


class CTranslate2:
    def __init__(self, folder):
        import ctranslate2

        self.kind = "Generator" if (folder / "ct2/vocabulary.json").exists() else "Translator"
        self.model = getattr(ctranslate2, self.kind)(str(folder / "ct2"), device="cpu", inter_threads=1, intra_threads=2,
                                                     compute_type="float32")

    def run(self, prompt, new, beams, mark):
        tokens = [f"t{i}" for i in prompt]
        if self.kind == "Generator":
            out = self.model.generate_batch([tokens], max_length=new, min_length=new, beam_size=beams, sampling_topk=1,
                                            include_prompt_in_result=False)
            return out[0].sequences_ids[0]
        out = self.model.translate_batch([tokens], max_decoding_length=new, min_decoding_length=new, beam_size=beams)
        return [int(token[1:]) for token in out[0].hypotheses[0]]


def main():
    kind, folder = sys.argv[1], pathlib.Path(sys.argv[2])
    made = {"bare-ort": BareOrt, "bare-ov": BareOv, "ct2": CTranslate2, "ort-genai": OrtGenai, "genai": lambda folder: Genai(folder, "PA"),
            "genai-sdpa": lambda folder: Genai(folder, "SDPA"), "optimum-ort": lambda folder: Optimum(folder, kind),
            "optimum-ov": lambda folder: Optimum(folder, kind)}[kind](folder)
    print("ready", flush=True)
    for line in iter(sys.stdin.readline, "\n"):
        if not line:
            break
        request = json.loads(line)
        marks = []
        begin = time.perf_counter()
        ids = made.run(request["prompt"], request["new"], request.get("beams", 1), lambda: marks.append(time.perf_counter()))
        total = time.perf_counter() - begin
        first = marks[0] - begin if marks else getattr(made, "first", None)
        print(json.dumps({"first": first, "total": total, "ids": [int(i) for i in ids]}), flush=True)


if __name__ == "__main__":
    main()
