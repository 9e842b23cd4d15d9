/* tests/conformance/talk_make.h: objects of every class, with values that never change. */
#ifndef SESIM_CONFORM_TALK_MAKE_H
#define SESIM_CONFORM_TALK_MAKE_H

#include "talk.h"

/*
 * Variables that every conversation has: d and q, a P-256 key (private value, point); n, e, rd, p, p2, dp, dq, qi, an
 * RSA-1024 key (modulus, exponents, primes, CRT values).
 */
void make_variables(struct text_variables *variables);

/*
 * Makes an object of this class, a name of vectors/policy_matrix.tsv with `, authentication object` behind it where it is
 * one; or of those talk_make.c adds. It gets talk->policy when talk->policy_class is its class, its id is MAKE_UNDER_TEST
 * and it is not free of it; else one that lets commands succeed.
 */
enum talk_result make_object(struct talk *talk, uint32_t id, const char *class, bool free, struct why *why);

enum {
	MAKE_UNDER_TEST = 0x00200001,
};

#endif
