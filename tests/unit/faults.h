/*
 * tests/unit/faults.h: the one call that fails.
 *
 * Two seams, each counting down to it. Outer: calloc, and every function of OpenSSL that the engine calls and
 * that can fail, through the linker's --wrap (sesim_fault_test() in CMakeLists.txt has the list; a name missing
 * in faults.c does not link). Inner: every allocation inside OpenSSL, through its memory hooks.
 */
#ifndef SESIM_TESTS_FAULTS_H
#define SESIM_TESTS_FAULTS_H

#include <stdbool.h>
#include <stddef.h>

struct faults {
	size_t calls_left, allocations_left; /* 1: the next one fails; 0: none */
	/*
	 * OpenSSL itself (3.0.19) leaks when an allocation fails in OSSL_LIB_CTX_new or while the first fetch
	 * fills its table of names. There alone its memory is kept out of the leak check, ours is not.
	 */
	bool openssl_leaks;
};

struct faults *faults(void);

/* Puts the inner seam in place, before OpenSSL has allocated anything; false when it is too late. */
bool faults_in_openssl(void);

#endif
