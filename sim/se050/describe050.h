/* sim/se050/describe050.h: the command table, objects and policies in words, for people and machines. */
#ifndef SESIM_SE050_DESCRIBE050_H
#define SESIM_SE050_DESCRIBE050_H

#include <stdio.h>

#include "command050.h"

/* A bit of a set, and what it says. Lists end with bit 0. */
struct se050_term {
	uint32_t bit;
	const char *name; /* as machines read it */
	const char *text;
};

extern const struct se050_term se050_needs_terms[];
extern const struct se050_term se050_consumes_terms[];
extern const struct se050_term se050_feature_terms[];
extern const struct se050_term se050_place_terms[];
extern const struct se050_term se050_right_terms[];

enum {
	DESCRIBE_PARAM_MAX = 160,
	DESCRIBE_OBJECT_MAX = 64,
	DESCRIBE_POLICY_MAX = 512,
};

/* "object", "EC key pair", ...; of a crypto object its context. */
const char *describe_class(enum se050_class class);
const char *describe_origin(enum se050_origin origin);

/* "object: EC key pair, NIST P-256", "RSA key pair (CRT), 2048 bits, incomplete", "AES key, 128 bits", ... */
void describe_object(char *text, size_t size, const struct se050_object *object);

/* "41 key, 4 bytes: an EC key pair; policy SIGN". */
void describe_param(char *text, size_t size, const struct se050_param *param);

/* The rights of one header: "READ WRITE DELETE". */
void describe_rights(char *text, size_t size, uint32_t header);

/*
 * The entry of a policy that begins where r stands, and moves r past it: "everybody: READ WRITE", "user 7da00001:
 * DELETE". Returns false at the end, and where no whole entry is left.
 */
bool describe_policy_entry(char *text, size_t size, struct rbuf *r);

#endif
