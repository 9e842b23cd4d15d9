/* fuzz/fuzz_se050_sequence.c: commands in plain, in each kind of session and under the platform channel. */
#include "fuzz.h"
#include "se050_steps.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len)
{
	return se050_steps_test(STARTS_ALL, bytes, len);
}

size_t LLVMFuzzerCustomMutator(uint8_t *bytes, size_t len, size_t max, unsigned int seed)
{
	return se050_steps_mutate(bytes, len, max, false, seed);
}

size_t LLVMFuzzerCustomCrossOver(const uint8_t *one, size_t one_len, const uint8_t *other, size_t other_len,
	uint8_t *out, size_t max, unsigned int seed)
{
	return se050_steps_cross(one, one_len, other, other_len, out, max, seed);
}
