/*
 * tests/bench/baseline.h: what the chip is compared with: the same OpenSSL work in a plain loop.
 *
 * Each takes in what the wire delivers (a point is imported and checked, a signature taken apart) and gives
 * what the wire returns; keys that lie in the chip are made ready before.
 */
#ifndef SESIM_BENCH_BASELINE_H
#define SESIM_BENCH_BASELINE_H

#include "bench.h"
#include "cursor.h"

struct baseline;

enum baseline_kind {
	BASELINE_NONE,
	BASELINE_FRAME,   /* the packet's CRC, and the answer's, copied out */
	BASELINE_SHA,     /* SHA-256 of `bytes` bytes */
	BASELINE_SHA_TWO, /* of bytes, and of 64 more: two messages */
	BASELINE_HMAC,    /* of `bytes` bytes */
	BASELINE_PRF,     /* P_SHA256 of TLS 1.2, 64 bytes out, `bytes` in */
	BASELINE_AES,     /* a block, the key schedule at hand */
	BASELINE_SIGN,
	BASELINE_VERIFY,          /* the key at hand */
	BASELINE_VERIFY_EXTERNAL, /* the key comes with the signature */
	BASELINE_GENERATE,
	BASELINE_PUBLIC,
	BASELINE_ECDH,
	BASELINE_RSA_SIGN,  /* SHA-256 of `bytes` bytes, PKCS#1 1.5 with 2048 bits */
	BASELINE_SELF_TEST, /* a signature, its verification, an ECDH */
};

/* bytes: as the kind says; BASELINE_FRAME: the packet's length, and answer_bytes the answer's. */
struct baseline *baseline_new(enum baseline_kind kind, size_t bytes, size_t answer_bytes);
struct bench_side baseline_side(struct baseline *baseline);
const char *baseline_name(enum baseline_kind kind);
void baseline_free(struct baseline *baseline);

#endif
