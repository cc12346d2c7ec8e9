// SPDX-License-Identifier: Apache-2.0
#pragma once

// The builders, one a file, named by the model_type that they were written for.

namespace penstock::native {

struct Build;
struct EncoderSize;
struct Value;

void build_albert(Build& build);
void build_bert(Build& build);
void build_deberta_v2(Build& build);
void build_deit(Build& build);
void build_distilbert(Build& build);
void build_electra(Build& build);
void build_modernbert(Build& build);
void build_mpnet(Build& build);
void build_nomic_bert(Build& build);
void build_roberta(Build& build);
void build_vit(Build& build);

// RoBERTa's heads under the hidden states `x`; MPNet has the same.
void add_roberta_head(Build& build, const Value& x, const EncoderSize& size);

}  // namespace penstock::native
