/* fuzz/fuzz.h: what a fuzz target is, to libFuzzer and to the replayers of replay.c. */
#ifndef SESIM_FUZZ_FUZZ_H
#define SESIM_FUZZ_FUZZ_H

#include <stddef.h>
#include <stdint.h>

/* The names are libFuzzer's. -1: this input is not worth keeping. */
int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len);

/* Called once: --symmetric leaves out what multiplies on a curve, to measure the rest. */
int LLVMFuzzerInitialize(int *argc, char ***argv);

/* A target's own mutations, in place; both return the new length, at most max. */
size_t LLVMFuzzerCustomMutator(uint8_t *bytes, size_t len, size_t max, unsigned int seed);
size_t LLVMFuzzerCustomCrossOver(const uint8_t *one, size_t one_len, const uint8_t *other, size_t other_len,
	uint8_t *out, size_t max, unsigned int seed);

/* One of libFuzzer's own mutations; replay.c has a plain one in its place. */
size_t LLVMFuzzerMutate(uint8_t *bytes, size_t len, size_t max);

/* Read by AddressSanitizer at start-up; nothing of ours calls it. */
const char *__asan_default_options(void);

/* Ends the run: an oracle does not hold. */
_Noreturn void fuzz_fail(const char *format, ...) __attribute__((format(printf, 1, 2)));

#endif
