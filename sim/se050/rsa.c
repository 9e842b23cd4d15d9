/* sim/se050/rsa.c: how RSA keys lie in their objects. */
#include "rsa.h"

#include <errno.h>
#include <string.h>

enum {
	MODULUS = 1 << COMPONENT_MODULUS,
	PUBLIC_EXPONENT = 1 << COMPONENT_PUBLIC_EXPONENT,
	PRIVATE_EXPONENT = 1 << COMPONENT_PRIVATE_EXPONENT,
	CRT = 1 << COMPONENT_P | 1 << COMPONENT_Q | 1 << COMPONENT_DP | 1 << COMPONENT_DQ |
	      1 << COMPONENT_Q_INVERSE,
};

struct rsa_class_row {
	uint8_t class;
	uint8_t parts;
};

/* What hosts bring of each, and no more: a private key in CRT form comes without modulus (evidence 3.2). */
static const struct rsa_class_row class_rows[] = {
	{ CLASS_RSA_PAIR, MODULUS | PUBLIC_EXPONENT | PRIVATE_EXPONENT },
	{ CLASS_RSA_PAIR_CRT, MODULUS | PUBLIC_EXPONENT | CRT },
	{ CLASS_RSA_PRIVATE, MODULUS | PRIVATE_EXPONENT },
	{ CLASS_RSA_PRIVATE_CRT, CRT },
	{ CLASS_RSA_PUBLIC, MODULUS | PUBLIC_EXPONENT },
};

uint8_t rsa_parts(enum se050_class class)
{
	for (size_t i = 0; i < sizeof(class_rows) / sizeof(class_rows[0]); i++)
		if (class_rows[i].class == class)
			return class_rows[i].parts;
	return 0;
}

size_t rsa_part_len(enum rsa_component component, uint16_t bits)
{
	if (component == COMPONENT_PUBLIC_EXPONENT)
		return RSA_EXPONENT;
	return CRT >> component & 1 ? bits / 16u : bits / 8u;
}

/* How much of the value stands before that component; all of it for RSA_COMPONENTS. */
static size_t offset_of_part(enum se050_class class, uint16_t bits, unsigned int component)
{
	uint8_t parts = rsa_parts(class);
	size_t at = 0;

	for (unsigned int i = 0; i < component; i++)
		if (parts >> i & 1)
			at += rsa_part_len((enum rsa_component)i, bits);
	return at;
}

size_t rsa_value_len(enum se050_class class, uint16_t bits)
{
	return offset_of_part(class, bits, RSA_COMPONENTS);
}

struct rbuf rsa_part(const struct se050 *chip, const struct se050_object *object, unsigned int component)
{
	struct rbuf value = object_value(chip, object);

	if (component >= RSA_COMPONENTS || !(object->parts >> component & 1) || rbuf_left(&value) == 0)
		return rbuf_from(NULL, 0);
	rbuf_bytes(&value, offset_of_part(object->class, object->bits, component));
	return rbuf_take(&value, rsa_part_len((enum rsa_component)component, object->bits));
}

static struct rbuf without_zeros(struct rbuf number)
{
	while (rbuf_left(&number) > 0 && *number.at == 0)
		rbuf_u8(&number);
	return number;
}

void rsa_set_part(
	struct se050 *chip, struct se050_object *object, enum rsa_component component, struct rbuf bytes)
{
	size_t len = rsa_part_len(component, object->bits);
	struct rbuf number = without_zeros(bytes), was = object_value(chip, object);
	struct wbuf value;

	if (rbuf_left(&was) == 0) {
		object->parts = 0;
		object->flags |= OBJECT_INCOMPLETE;
	}
	value = wbuf_to(object_change(chip, object), object->value_len);
	wbuf_room(&value, offset_of_part(object->class, object->bits, component));
	wbuf_fill(&value, 0, len - rbuf_left(&number));
	wbuf_put(&value, number.at, rbuf_left(&number));
	object->parts |= (uint8_t)(1u << component);
	if (object->parts == rsa_parts(object->class))
		object->flags &= (uint8_t) ~(OBJECT_INCOMPLETE | OBJECT_UNGUARDED);
	object_touch(chip, object);
}

void rsa_set_numbers(struct se050 *chip, struct se050_object *object, const struct rsa_numbers *numbers)
{
	const uint8_t *const parts[RSA_COMPONENTS] = {
		[COMPONENT_MODULUS] = numbers->n,
		[COMPONENT_PUBLIC_EXPONENT] = numbers->e,
		[COMPONENT_PRIVATE_EXPONENT] = numbers->d,
		[COMPONENT_P] = numbers->p,
		[COMPONENT_Q] = numbers->q,
		[COMPONENT_DP] = numbers->dp,
		[COMPONENT_DQ] = numbers->dq,
		[COMPONENT_Q_INVERSE] = numbers->q_inverse,
	};

	for (unsigned int i = 0; i < RSA_COMPONENTS; i++)
		if (rsa_parts(object->class) >> i & 1)
			rsa_set_part(chip, object, i, rbuf_from(parts[i], rsa_part_len(i, object->bits)));
}

/* Modulus and primes have all their bits, exponents and such may have fewer. */
bool rsa_part_fits(enum rsa_component component, uint16_t bits, struct rbuf bytes)
{
	enum { FULL = MODULUS | 1 << COMPONENT_P | 1 << COMPONENT_Q, ODD = FULL | PUBLIC_EXPONENT };
	struct rbuf number = without_zeros(bytes);
	size_t len = rsa_part_len(component, bits), n = rbuf_left(&number);
	bool odd = n > 0 && number.at[n - 1] & 1, one = n == 1 && *number.at == 1;

	/* Hosts put a zero before a component of odd length. */
	if (n == 0 || n > len || rbuf_left(&bytes) > len + 1 ||
		(one && component == COMPONENT_PUBLIC_EXPONENT))
		return false;
	if (FULL >> component & 1 && (n < len || !(*number.at & 0x80)))
		return false;
	return odd || !(ODD >> component & 1);
}

struct rsa_key rsa_key_of(const struct se050 *chip, const struct se050_object *object, bool private)
{
	struct rsa_key key = { .bytes = object->bits / 8u,
		.n = rsa_part(chip, object, COMPONENT_MODULUS).at,
		.e = rsa_part(chip, object, COMPONENT_PUBLIC_EXPONENT).at };

	if (!private)
		return key;
	key.d = rsa_part(chip, object, COMPONENT_PRIVATE_EXPONENT).at;
	key.p = rsa_part(chip, object, COMPONENT_P).at;
	key.q = rsa_part(chip, object, COMPONENT_Q).at;
	key.dp = rsa_part(chip, object, COMPONENT_DP).at;
	key.dq = rsa_part(chip, object, COMPONENT_DQ).at;
	key.q_inverse = rsa_part(chip, object, COMPONENT_Q_INVERSE).at;
	return key;
}

/*
 * UNCERTAIN (SE05X-U-81): components that do not belong together are found out when the key is used, not when they are
 * written.
 */
enum se05x_status rsa_status(int rc)
{
	if (rc == 0)
		return SW_OK;
	return rc == -EINVAL || rc == -ERANGE || rc == -EBADMSG ? SW_CONDITIONS : SW_FAILURE;
}

/* UNCERTAIN (SE05X-U-80): without a component there is nothing to tell. */
enum se05x_status rsa_read(const struct se050 *chip, const struct se050_call *call,
	const struct se050_object *object, struct rbuf *value)
{
	uint32_t component = call_number(call, TAG_4);

	if (!(RSA_PUBLICS >> object->class & 1) || !call_has(call, TAG_4) || call_has(call, TAG_2) ||
		call_has(call, TAG_3) || component > COMPONENT_PUBLIC_EXPONENT ||
		object->flags & OBJECT_INCOMPLETE)
		return SW_CONDITIONS;
	*value = without_zeros(rsa_part(chip, object, component));
	return rbuf_left(value) > 0 ? SW_OK : SW_CONDITIONS;
}
