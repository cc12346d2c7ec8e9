// SPDX-License-Identifier: Apache-2.0
#include "generation/jinja/fault.hpp"

namespace penstock::jinja {

void throw_type(const std::string& message) { throw Fault(FaultType::type_error, message); }

void throw_value(const std::string& message) { throw Fault(FaultType::value_error, message); }

void throw_limit(std::string_view what) {
  throw Fault(FaultType::limit,
              "the template passes the limit of a rendering on " + std::string(what) +
                  "; simplify it, or pass wider ChatLimits to ChatTemplate::render");
}

}  // namespace penstock::jinja
