// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

// What is read from the text of an IR (.xml) without building its graph.

namespace penstock::ov {

// Throws Failure{PENSTOCK_IO} with `origin` unless the text is a whole <net>: not empty, not cut
// short, not something else.
void check_ir(std::string_view xml, const std::string& origin);

// Bytes of the weights file that the constants read, at least; 0 when none is needed.
[[nodiscard]] std::uint64_t weights_size(std::string_view xml);

// The names of one tensor: separated by commas, where "\," is a comma within a name.
[[nodiscard]] std::vector<std::string> split_names(std::string_view list);

// A tensor has several names; the runtime tells one of them. The name to show instead, as
// optimum-intel chooses: the first without '/', words before numbers. `name` itself when there is
// none or when it serves already.
[[nodiscard]] std::string better_name(std::string_view xml, const std::string& name);

}  // namespace penstock::ov
