// SPDX-License-Identifier: Apache-2.0
// What a chat looks like to the model: its chat template, without running it.
//
//     $ example_170_chat_template models/qwen2-chat
//     <|im_start|>user
//     Hi!<|im_end|>
//     <|im_start|>assistant
#include <cstdio>
#include <penstock/chat.hpp>
#include <penstock/tokenizer.hpp>
#include <string>

int main(int argc, char** argv) {
  const std::string folder = argc > 1 ? argv[1] : "models/qwen2-chat";
  const auto tokenizer = penstock::Tokenizer::from_pretrained(folder);
  const auto chat_template = penstock::ChatTemplate::from_pretrained(folder, tokenizer);

  const penstock::Json messages = {{{"role", "user"}, {"content", "Hi!"}}};
  penstock::ChatOptions options;
  options.add_generation_prompt = true;
  const penstock::RenderedChat chat = chat_template.render(messages, options);
  std::puts(chat.text.c_str());
  return chat.text.find("Hi!") == std::string::npos ? 1 : 0;
}
