// SPDX-License-Identifier: Apache-2.0
#include "ov/api.hpp"

#include <dlfcn.h>

#include "sdk/failure.hpp"

namespace penstock::ov {
namespace {

using sdk::Failure;

struct SymbolRow {
  const char* name;
  void (*set)(Api& api, void* symbol);
};

template <auto Member>
constexpr SymbolRow row(const char* name) {
  return {name, [](Api& api, void* symbol) {
            api.*Member = reinterpret_cast<std::remove_reference_t<decltype(api.*Member)>>(symbol);
          }};
}

constexpr SymbolRow kSymbols[] = {
    row<&Api::get_openvino_version>("ov_get_openvino_version"),
    row<&Api::version_free>("ov_version_free"),
    row<&Api::free>("ov_free"),
    row<&Api::get_last_err_msg>("ov_get_last_err_msg"),
    row<&Api::get_error_info>("ov_get_error_info"),
    row<&Api::core_create>("ov_core_create"),
    row<&Api::core_free>("ov_core_free"),
    row<&Api::core_get_available_devices>("ov_core_get_available_devices"),
    row<&Api::available_devices_free>("ov_available_devices_free"),
    row<&Api::core_read_model>("ov_core_read_model"),
    row<&Api::core_read_model_from_memory_buffer>("ov_core_read_model_from_memory_buffer"),
    row<&Api::core_compile_model>("ov_core_compile_model"),
    row<&Api::model_free>("ov_model_free"),
    row<&Api::model_inputs_size>("ov_model_inputs_size"),
    row<&Api::model_outputs_size>("ov_model_outputs_size"),
    row<&Api::model_const_output_by_index>("ov_model_const_output_by_index"),
    row<&Api::model_const_input_by_index>("ov_model_const_input_by_index"),
    row<&Api::model_const_input_by_name>("ov_model_const_input_by_name"),
    row<&Api::model_const_output_by_name>("ov_model_const_output_by_name"),
    row<&Api::model_reshape>("ov_model_reshape"),
    row<&Api::partial_shape_create>("ov_partial_shape_create"),
    row<&Api::partial_shape_free>("ov_partial_shape_free"),
    row<&Api::port_get_any_name>("ov_port_get_any_name"),
    row<&Api::port_get_partial_shape>("ov_port_get_partial_shape"),
    row<&Api::port_get_element_type>("ov_port_get_element_type"),
    row<&Api::output_const_port_free>("ov_output_const_port_free"),
    row<&Api::compiled_model_inputs_size>("ov_compiled_model_inputs_size"),
    row<&Api::compiled_model_outputs_size>("ov_compiled_model_outputs_size"),
    row<&Api::compiled_model_input_by_index>("ov_compiled_model_input_by_index"),
    row<&Api::compiled_model_output_by_index>("ov_compiled_model_output_by_index"),
    row<&Api::compiled_model_create_infer_request>("ov_compiled_model_create_infer_request"),
    row<&Api::compiled_model_free>("ov_compiled_model_free"),
    row<&Api::infer_request_set_input_tensor_by_index>(
        "ov_infer_request_set_input_tensor_by_index"),
    row<&Api::infer_request_set_output_tensor_by_index>(
        "ov_infer_request_set_output_tensor_by_index"),
    row<&Api::infer_request_get_output_tensor_by_index>(
        "ov_infer_request_get_output_tensor_by_index"),
    row<&Api::infer_request_infer>("ov_infer_request_infer"),
    row<&Api::infer_request_cancel>("ov_infer_request_cancel"),
    row<&Api::infer_request_free>("ov_infer_request_free"),
    row<&Api::tensor_create>("ov_tensor_create"),
    row<&Api::tensor_create_from_host_ptr>("ov_tensor_create_from_host_ptr"),
    row<&Api::tensor_get_shape>("ov_tensor_get_shape"),
    row<&Api::tensor_get_element_type>("ov_tensor_get_element_type"),
    row<&Api::tensor_get_size>("ov_tensor_get_size"),
    row<&Api::tensor_get_byte_size>("ov_tensor_get_byte_size"),
    row<&Api::tensor_data>("ov_tensor_data"),
    row<&Api::tensor_free>("ov_tensor_free"),
    row<&Api::shape_free>("ov_shape_free"),
};

}  // namespace

Api open_api(const std::string& library) {
  if (library.empty() || library.front() != '/')
    throw Failure(PENSTOCK_UNAVAILABLE,
                  "OpenVINO needs the absolute path of libopenvino_c, given '" + library + "'");
  // Never closed: the runtime's threads and plug-ins outlive any session.
  void* handle = ::dlopen(library.c_str(), RTLD_NOW | RTLD_LOCAL);
  if (handle == nullptr)
    throw Failure(PENSTOCK_UNAVAILABLE, std::string("OpenVINO cannot be loaded: ") + ::dlerror());
  Api api{};
  for (const SymbolRow& row : kSymbols) {
    void* symbol = ::dlsym(handle, row.name);
    if (symbol == nullptr)
      throw Failure(PENSTOCK_UNAVAILABLE, library + " is not a usable OpenVINO: it has no " +
                                              row.name + ". Penstock needs 2023.0 or newer");
    row.set(api, symbol);
  }
  return api;
}

}  // namespace penstock::ov
