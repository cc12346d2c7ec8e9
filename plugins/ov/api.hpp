// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <openvino/c/openvino.h>

#include <string>

namespace penstock::ov {

// Every function of OpenVINO's C API that is used here, found by name: all of them are in each
// release since 2023.0.
struct Api {
  decltype(&::ov_get_openvino_version) get_openvino_version;
  decltype(&::ov_version_free) version_free;
  decltype(&::ov_free) free;
  decltype(&::ov_get_last_err_msg) get_last_err_msg;
  decltype(&::ov_get_error_info) get_error_info;
  decltype(&::ov_core_create) core_create;
  decltype(&::ov_core_free) core_free;
  decltype(&::ov_core_get_available_devices) core_get_available_devices;
  decltype(&::ov_available_devices_free) available_devices_free;
  decltype(&::ov_core_read_model) core_read_model;
  decltype(&::ov_core_read_model_from_memory_buffer) core_read_model_from_memory_buffer;
  decltype(&::ov_core_compile_model) core_compile_model;
  decltype(&::ov_model_free) model_free;
  decltype(&::ov_model_inputs_size) model_inputs_size;
  decltype(&::ov_model_outputs_size) model_outputs_size;
  decltype(&::ov_model_const_output_by_index) model_const_output_by_index;
  decltype(&::ov_model_const_input_by_index) model_const_input_by_index;
  decltype(&::ov_model_const_input_by_name) model_const_input_by_name;
  decltype(&::ov_model_const_output_by_name) model_const_output_by_name;
  decltype(&::ov_model_reshape) model_reshape;
  decltype(&::ov_partial_shape_create) partial_shape_create;
  decltype(&::ov_partial_shape_free) partial_shape_free;
  decltype(&::ov_port_get_any_name) port_get_any_name;
  decltype(&::ov_port_get_partial_shape) port_get_partial_shape;
  decltype(&::ov_port_get_element_type) port_get_element_type;
  decltype(&::ov_output_const_port_free) output_const_port_free;
  decltype(&::ov_compiled_model_inputs_size) compiled_model_inputs_size;
  decltype(&::ov_compiled_model_outputs_size) compiled_model_outputs_size;
  decltype(&::ov_compiled_model_input_by_index) compiled_model_input_by_index;
  decltype(&::ov_compiled_model_output_by_index) compiled_model_output_by_index;
  decltype(&::ov_compiled_model_create_infer_request) compiled_model_create_infer_request;
  decltype(&::ov_compiled_model_free) compiled_model_free;
  decltype(&::ov_infer_request_set_input_tensor_by_index) infer_request_set_input_tensor_by_index;
  decltype(&::ov_infer_request_set_output_tensor_by_index) infer_request_set_output_tensor_by_index;
  decltype(&::ov_infer_request_get_output_tensor_by_index) infer_request_get_output_tensor_by_index;
  decltype(&::ov_infer_request_infer) infer_request_infer;
  decltype(&::ov_infer_request_cancel) infer_request_cancel;
  decltype(&::ov_infer_request_free) infer_request_free;
  decltype(&::ov_tensor_create) tensor_create;
  decltype(&::ov_tensor_create_from_host_ptr) tensor_create_from_host_ptr;
  decltype(&::ov_tensor_get_shape) tensor_get_shape;
  decltype(&::ov_tensor_get_element_type) tensor_get_element_type;
  decltype(&::ov_tensor_get_size) tensor_get_size;
  decltype(&::ov_tensor_get_byte_size) tensor_get_byte_size;
  decltype(&::ov_tensor_data) tensor_data;
  decltype(&::ov_tensor_free) tensor_free;
  decltype(&::ov_shape_free) shape_free;
};

// Opens libopenvino_c. Throws Failure{PENSTOCK_UNAVAILABLE} with the loader's words, or the name of
// the first function that the library lacks.
[[nodiscard]] Api open_api(const std::string& library);

}  // namespace penstock::ov
