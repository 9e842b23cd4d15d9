/* sim/cli/reel_se050.c: what manifests tell of an SE05x. */
#include <errno.h>

#include "curve.h"
#include "der.h"
#include "reel.h"
#include "rsa.h"

/* Keys below serve the part's own purposes (AN12436 table 15) */
static const uint32_t first_of_customers = 0xf0000000;

static int collect_key(struct reel_part *reel, const struct se050 *chip, const struct se050_object *object)
{
	struct rbuf point;

	if (object->id < first_of_customers || object->flags & OBJECT_FACTORY)
		return 0;
	if (RSA_PAIRS >> object->class & 1)
		return reel_add_key(reel, object->id,
			&(struct x509_key){ .rsa = true,
				.modulus = rsa_part(chip, object, COMPONENT_MODULUS),
				.exponent = rsa_part(chip, object, COMPONENT_PUBLIC_EXPONENT) });
	if (!(EC_PAIRS >> object->class & 1) || object->detail != CURVE_P256)
		return 0;
	point = curve_public(chip, object);
	rbuf_u8(&point); /* 04 */
	return reel_add_key(reel, object->id, &(struct x509_key){ .curve = EC_P256, .point = point });
}

static int keys(struct reel_part *reel, const struct part *part, struct crypto *crypto)
{
	const struct se050 *chip = part->chip;
	const struct se050_object *object = NULL;
	int rc = 0;

	(void)crypto;
	while (rc == 0 && (object = object_next(chip, RECORD_OBJECT, object)))
		rc = collect_key(reel, chip, object);
	return rc;
}

/* A file, with zeros behind the certificate; nothing when it is not made yet. */
static int certificate(const struct part *part, const struct certificate_maker *maker,
	const struct profile_certificate *from, struct wbuf *der)
{
	const struct se050_object *file = object_look(part->chip, from->at);
	struct rbuf value;
	size_t len;

	(void)maker;
	if (!file || file->flags & OBJECT_FACTORY)
		return 0;
	value = object_value(part->chip, file);
	len = der_length(value);
	if (len == 0)
		return -EINVAL;
	wbuf_put(der, value.at, len);
	return 0;
}

const struct reel_kind reel_se050 = {
	.kind = &part_kind_se050,
	.keys = keys,
	.certificate = certificate,
};
