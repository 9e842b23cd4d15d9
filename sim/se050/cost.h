/* sim/se050/cost.h: what objects cost of the part's memory, by the vendor's figures (AN12413 8). */
#ifndef SESIM_SE050_COST_H
#define SESIM_SE050_COST_H

#include "object.h"

struct se050_cost {
	uint16_t nvm; /* 0: there is no such object */
	uint16_t ram;
};

/* Symmetric keys, files and UserIDs with a value of len bytes. */
struct se050_cost cost_of_bytes(enum se050_class class, bool transient, size_t len);
/* EC keys by curve id. */
struct se050_cost cost_of_ec(enum se050_class class, bool transient, uint8_t curve);
struct se050_cost cost_of_rsa(enum se050_class class, bool transient, uint16_t bits);
/* A Weierstrass curve that was created. */
uint16_t cost_of_curve(uint8_t curve);

/* The figures are for a default policy: what a longer one takes is added. */
static inline uint32_t cost_with_policy(uint16_t nvm, size_t policy_len)
{
	return nvm + (policy_len > 9 ? (uint32_t)policy_len - 9 : 0);
}

#endif
