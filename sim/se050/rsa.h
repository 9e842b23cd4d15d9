/*
 * sim/se050/rsa.h: how RSA keys lie in their objects, and writing them (AN12413 4.7.1.2).
 *
 * The value of an RSA object: the components that its class has, in the order of their numbers, each with its full
 * length, big endian. object->parts tells which of them are there.
 */
#ifndef SESIM_SE050_RSA_H
#define SESIM_SE050_RSA_H

#include "command050.h"
#include "crypto_rsa.h"

/* AN12413 table 34. */
enum rsa_component {
	COMPONENT_MODULUS,
	COMPONENT_PUBLIC_EXPONENT,
	COMPONENT_PRIVATE_EXPONENT,
	COMPONENT_P,
	COMPONENT_Q,
	COMPONENT_DP,
	COMPONENT_DQ,
	COMPONENT_Q_INVERSE,
	RSA_COMPONENTS,
};

/* The components a class has: bit n is component n. */
uint8_t rsa_parts(enum se050_class class);
/* How long a component of a key of so many bits is. */
size_t rsa_part_len(enum rsa_component component, uint16_t bits);
size_t rsa_value_len(enum se050_class class, uint16_t bits);

/* One component; empty when the object's class has it not, or it is not there yet, or lost. */
struct rbuf rsa_part(const struct se050 *chip, const struct se050_object *object, unsigned int component);
/*
 * Sets one component that the object's class has, rsa_part_len() bytes or fewer: zeros come before them. A key of which
 * nothing was there any more begins anew; one that has everything now is complete, and its policy in force.
 */
void rsa_set_part(
	struct se050 *chip, struct se050_object *object, enum rsa_component component, struct rbuf bytes);
/* All components that its class has. */
void rsa_set_numbers(struct se050 *chip, struct se050_object *object, const struct rsa_numbers *numbers);
/* Whether these bytes can be that component of a key of so many bits; leading zeros do not count. */
bool rsa_part_fits(enum rsa_component component, uint16_t bits, struct rbuf bytes);

/* A key for the engine: for private operations all that there is, for others the public part. */
struct rsa_key rsa_key_of(const struct se050 *chip, const struct se050_object *object, bool private);

/* What an engine's answer means to a command: numbers that no operation takes are wrong conditions. */
enum se05x_status rsa_status(int rc);

/* The component that ReadObject asks for: modulus or public exponent, and nothing without asking. */
enum se05x_status rsa_read(const struct se050 *chip, const struct se050_call *call,
	const struct se050_object *object, struct rbuf *value);

/* Handlers of table_rsa.c. */
enum se05x_status rsa_write_check(const struct se050 *chip, struct se050_call *call);
enum se05x_status rsa_write(struct se050 *chip, struct se050_call *call, struct wbuf *out);
enum se05x_status rsa_encrypt_check(const struct se050 *chip, struct se050_call *call);
enum se05x_status rsa_encrypt(struct se050 *chip, struct se050_call *call, struct wbuf *out);
enum se05x_status rsa_decrypt_check(const struct se050 *chip, struct se050_call *call);
enum se05x_status rsa_decrypt(struct se050 *chip, struct se050_call *call, struct wbuf *out);

#endif
