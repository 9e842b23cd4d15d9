# One target a folder. A folder's headers are seen only by the folders that name it in USES, so the
# "may include" column of docs/ARCHITECTURE.md is enforced by the compiler.

set(SESIM_WARNINGS -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wstrict-prototypes -Wundef
                   -Wmissing-prototypes -Wvla -Werror)

add_library(sesim_flags INTERFACE)
target_compile_features(sesim_flags INTERFACE c_std_11)
target_compile_options(sesim_flags INTERFACE ${SESIM_WARNINGS} -fno-common)
target_compile_definitions(sesim_flags INTERFACE _GNU_SOURCE)

# What the preload shim must never be built with.
add_library(sesim_instrumentation INTERFACE)
if(SESIM_SANITIZE)
  target_compile_options(sesim_instrumentation INTERFACE
    -fsanitize=address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer)
  target_link_options(sesim_instrumentation INTERFACE -fsanitize=address,undefined)
endif()
if(SESIM_FUZZ)
  target_compile_options(sesim_instrumentation INTERFACE -fsanitize=fuzzer-no-link)
endif()
if(SESIM_COVERAGE)
  target_compile_options(sesim_instrumentation INTERFACE -fprofile-instr-generate -fcoverage-mapping)
  target_link_options(sesim_instrumentation INTERFACE -fprofile-instr-generate)
endif()

# sesim_folder(NAME SOURCES file... USES folder-or-library...)
function(sesim_folder name)
  cmake_parse_arguments(F "" "" "SOURCES;USES" ${ARGN})
  add_library(${name} STATIC ${F_SOURCES})
  target_compile_options(${name} PUBLIC "SHELL:-iquote ${CMAKE_CURRENT_SOURCE_DIR}")
  target_link_libraries(${name} PUBLIC ${F_USES} PRIVATE sesim_flags sesim_instrumentation)
  set_target_properties(${name} PROPERTIES
    C_EXTENSIONS OFF POSITION_INDEPENDENT_CODE ON C_VISIBILITY_PRESET hidden)
endfunction()

# sesim_program(NAME SOURCES file... USES folder-or-library...)
function(sesim_program name)
  cmake_parse_arguments(F "" "" "SOURCES;USES" ${ARGN})
  add_executable(${name} ${F_SOURCES})
  target_compile_options(${name} PRIVATE "SHELL:-iquote ${CMAKE_CURRENT_SOURCE_DIR}")
  target_link_libraries(${name} PRIVATE ${F_USES} sesim_flags sesim_instrumentation)
  set_target_properties(${name} PROPERTIES C_EXTENSIONS OFF)
endfunction()
