/* sim/atecc608/self_test.h: the self tests, by command or at wake. */
#ifndef SESIM_ATECC_SELF_TEST_H
#define SESIM_ATECC_SELF_TEST_H

#include "atecc.h"

/* Bits of SelfTest's mode and of its answer (LORA-B 5.1.7). */
enum {
	SELF_TEST_RNG = 0x01,
	SELF_TEST_ECDSA = 0x04,
	SELF_TEST_ECDH = 0x08,
	SELF_TEST_AES = 0x10,
	SELF_TEST_SHA = 0x20,
	SELF_TEST_ALL = 0x3d,
};

/* Runs the tests in `which` on the real engine; returns those that failed, or that were told to. */
uint8_t self_test_run(const struct atecc *chip, struct chip_env *env, uint8_t which);

#endif
