# Fails when PAGE is not what PROGRAM writes of PROFILE now.
execute_process(COMMAND ${PROGRAM} chip commands ${PROFILE} --markdown OUTPUT_VARIABLE now RESULT_VARIABLE status)
file(READ ${PAGE} committed)
if(NOT status EQUAL 0 OR NOT now STREQUAL committed)
  message(FATAL_ERROR "${PAGE} is stale: cmake --build build/release --target reference")
endif()
