# Installs the build into a folder of its own and builds consumer.c against what is there, as a stranger would.
# BUILD, SOURCE, WORK, CC, FLAGS (those the build itself needs to link, as -fsanitize).
file(REMOVE_RECURSE ${WORK})
set(prefix ${WORK}/prefix)

function(run)
  execute_process(COMMAND ${ARGN} RESULT_VARIABLE status OUTPUT_VARIABLE out ERROR_VARIABLE err)
  if(NOT status EQUAL 0)
    message(FATAL_ERROR "${ARGN}: ${status}\n${out}${err}")
  endif()
  set(out "${out}" PARENT_SCOPE)
endfunction()

function(must_be_there)
  foreach(pattern ${ARGN})
    file(GLOB_RECURSE found ${prefix}/${pattern})
    if(NOT found)
      message(FATAL_ERROR "${pattern} was not installed")
    endif()
  endforeach()
endfunction()

run(${CMAKE_COMMAND} --install ${BUILD} --prefix ${prefix})
must_be_there(bin/sesim include/sesim.h libsesim.a libsesim-i2c.so sesim.pc sesim.1)
file(GLOB_RECURSE pc ${prefix}/sesim.pc)
get_filename_component(pc_folder ${pc} DIRECTORY)

set(ENV{PKG_CONFIG_PATH} ${pc_folder})
run(pkg-config --cflags --libs sesim)
separate_arguments(flags UNIX_COMMAND "${out}")
separate_arguments(own UNIX_COMMAND "${FLAGS}")
run(${CC} -std=c11 -Wall -Wextra -Werror ${own} -o ${WORK}/consumer ${SOURCE}/consumer.c ${flags})
run(${WORK}/consumer)
message(STATUS "${out}")

# The installed program finds its shim without the build tree.
run(${prefix}/bin/sesim run --chip atecc608a -- test -e /dev/i2c-1)
