// SPDX-License-Identifier: Apache-2.0
#pragma once

// The builders, one a file, named by the model_type that they were written for.

namespace penstock::native {

struct Build;

void build_bert(Build& build);

}  // namespace penstock::native
