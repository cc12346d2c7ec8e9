// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <string>

namespace penstock::ov {

// Runs `work` in a thread whose current folder is `folder`, while the process's own stays as it is
// (Linux: unshare(CLONE_FS)). Rethrows what it throws; throws Failure{PENSTOCK_UNSUPPORTED,
// PENSTOCK_NOT_FOUND} when the folder cannot be entered that way.
void in_private_folder(const std::string& folder, const std::function<void()>& work);

}  // namespace penstock::ov
