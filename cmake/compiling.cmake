# How every target is compiled, and what a layer is.

set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)
set(CMAKE_RUNTIME_OUTPUT_DIRECTORY "${PROJECT_BINARY_DIR}/bin")

if(NOT CMAKE_BUILD_TYPE AND NOT CMAKE_CONFIGURATION_TYPES)
  set(CMAKE_BUILD_TYPE Release)
endif()

find_program(PLANTTWIN_CCACHE ccache)
mark_as_advanced(PLANTTWIN_CCACHE)
if(PLANTTWIN_CCACHE AND NOT CMAKE_CXX_COMPILER_LAUNCHER)
  set(CMAKE_CXX_COMPILER_LAUNCHER "${PLANTTWIN_CCACHE}")
endif()

# Warnings, sanitizers and floating point. A multiplication and an addition never become one fused
# instruction: results would depend on the processor and on the compiler's choice. Two
# warnings of g++ 12 are wrong about the standard library: of overlapping copies for appended
# strings (GCC bug 105651), and of freeing what is no heap memory for vectors (GCC bug 99098).
add_library(planttwin_compiling INTERFACE)
target_compile_options(planttwin_compiling INTERFACE
  -Wall -Wextra -Wpedantic -Wshadow -ffp-contract=off
  $<$<CXX_COMPILER_ID:GNU>:-Wno-restrict>
  $<$<CXX_COMPILER_ID:GNU>:-Wno-free-nonheap-object>
  $<$<BOOL:${PLANTTWIN_WERROR}>:-Werror>)
if(PLANTTWIN_SANITIZERS)
  # g++ 12 sees uninitialised reads that are not there once sanitizers have added their code.
  target_compile_options(planttwin_compiling INTERFACE
    -fsanitize=${PLANTTWIN_SANITIZERS} -fno-sanitize-recover=all -fno-omit-frame-pointer
    $<$<CXX_COMPILER_ID:GNU>:-Wno-maybe-uninitialized>)
  target_link_options(planttwin_compiling INTERFACE -fsanitize=${PLANTTWIN_SANITIZERS})
endif()
if(PLANTTWIN_FUZZ)
  target_compile_options(planttwin_compiling INTERFACE -fsanitize=fuzzer-no-link)
endif()

# planttwin_join_sources(KIND NAME ALONE...): the sources of a target are compiled by tens, of one
# folder each, as one, where PLANTTWIN_JOINED says so of its KIND, LAYER or TESTS: headers are read and
# templates made once for all ten. Sources whose unnamed namespaces have a name in common can't be
# joined: one of them is named in ALONE.
function(planttwin_join_sources kind name)
  if(NOT PLANTTWIN_JOINED MATCHES "^(ALL|${kind})$")
    return()
  endif()
  set_target_properties(${name} PROPERTIES UNITY_BUILD ON UNITY_BUILD_MODE GROUP)
  get_target_property(sources ${name} SOURCES)
  list(TRANSFORM sources REPLACE "^${CMAKE_CURRENT_SOURCE_DIR}/" "")
  list(REMOVE_ITEM sources ${ARGN})
  list(SORT sources)
  set(folder_before "none")
  foreach(source ${sources})
    get_filename_component(folder "${source}" DIRECTORY)
    if(NOT folder STREQUAL folder_before)
      set(folder_before "${folder}")
      set(place 0)
    endif()
    math(EXPR batch "${place} / 10")
    math(EXPR place "${place} + 1")
    string(MAKE_C_IDENTIFIER "${name}_${folder}_${batch}" group)
    set_source_files_properties("${CMAKE_CURRENT_SOURCE_DIR}/${source}" PROPERTIES
      UNITY_GROUP "${group}")
  endforeach()
endfunction()

# planttwin_layer(NAME LEFT...): the library of one layer from the sources in the folder at hand.
# LEFT are the layers to its left, whose headers it may include. main.cpp and *_module.cpp belong to
# targets of their own.
function(planttwin_layer name)
  file(GLOB_RECURSE sources CONFIGURE_DEPENDS "${CMAKE_CURRENT_SOURCE_DIR}/*.cpp")
  list(REMOVE_ITEM sources "${CMAKE_CURRENT_SOURCE_DIR}/main.cpp")
  list(FILTER sources EXCLUDE REGEX "_module\\.cpp$")
  add_library(${name} STATIC ${sources})
  target_include_directories(${name} PUBLIC "${PROJECT_SOURCE_DIR}")
  target_link_libraries(${name} PUBLIC ${ARGN} PRIVATE planttwin_compiling)
  if(PLANTTWIN_PRECOMPILED)
    target_precompile_headers(${name} PRIVATE <algorithm> <array> <chrono> <cmath> <cstdint>
      <filesystem> <fstream> <functional> <map> <memory> <optional> <set> <span> <sstream> <string>
      <string_view> <thread> <unordered_map> <utility> <variant> <vector>)
  endif()
endfunction()
