# Finds what Penstock is built from; every failure names the Debian package that cures it.

function(penstock_require package debian_package)
  find_package(${package} ${ARGN} QUIET)
  if(NOT ${package}_FOUND)
    message(FATAL_ERROR "${package} was not found. On Debian: apt-get install ${debian_package} "
                        "(or run `make deps`, which installs all that is needed).")
  endif()
endfunction()

find_package(Threads REQUIRED)
penstock_require(nlohmann_json nlohmann-json3-dev)
penstock_require(simdjson libsimdjson-dev)
if(PENSTOCK_BUILD_CLI)
  penstock_require(CLI11 libcli11-dev)
endif()
if(PENSTOCK_BUILD_TESTS)
  penstock_require(GTest "libgtest-dev libgmock-dev")
endif()
if(PENSTOCK_BUILD_BENCHMARKS)
  penstock_require(benchmark libbenchmark-dev)
endif()

# Vendor headers: declarations only. The libraries are opened at run time and never linked.
# The user's own installation is looked at first, then what `make deps` put under .cache/ and .venv/.
find_path(PENSTOCK_ONNXRUNTIME_INCLUDE onnxruntime_c_api.h
          HINTS ENV ONNXRUNTIME_DIR ENV ORT_DIR
          PATHS "${PROJECT_SOURCE_DIR}/.cache/onnxruntime-headers/usr"
          PATH_SUFFIXES include include/onnxruntime include/onnxruntime/core/session)
file(GLOB penstock_venv_openvino "${PROJECT_SOURCE_DIR}/.venv/lib/python3*/site-packages/openvino")
find_path(PENSTOCK_OPENVINO_INCLUDE openvino/c/openvino.h
          HINTS ENV INTEL_OPENVINO_DIR ENV OpenVINO_DIR
          PATHS ${penstock_venv_openvino}
          PATH_SUFFIXES include runtime/include)
if(NOT PENSTOCK_ONNXRUNTIME_INCLUDE)
  message(FATAL_ERROR "onnxruntime_c_api.h was not found. Run `make deps`, or install Debian's "
                      "libonnxruntime-dev (trixie), or set -DPENSTOCK_ONNXRUNTIME_INCLUDE=FOLDER.")
endif()
if(NOT PENSTOCK_OPENVINO_INCLUDE)
  message(FATAL_ERROR "openvino/c/openvino.h was not found. Run `make deps`, or pip install openvino "
                      "and set -DPENSTOCK_OPENVINO_INCLUDE=SITE_PACKAGES/openvino/include.")
endif()

find_program(PENSTOCK_CCACHE ccache)
if(PENSTOCK_CCACHE AND NOT CMAKE_CXX_COMPILER_LAUNCHER)
  set(CMAKE_C_COMPILER_LAUNCHER "${PENSTOCK_CCACHE}")
  set(CMAKE_CXX_COMPILER_LAUNCHER "${PENSTOCK_CCACHE}")
endif()
