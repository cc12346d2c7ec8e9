// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>

namespace penstock {

// Asks the system to back memory that was just allocated and not yet touched with large pages:
// fewer page faults and misses of the page tables. A hint, which counts for whole pages within the
// range only.
void advise_huge_pages(void* memory, std::size_t size) noexcept;

}  // namespace penstock
