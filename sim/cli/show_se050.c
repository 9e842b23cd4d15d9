/* sim/cli/show_se050.c: an SE05x as a person wants to see it. */
#include <errno.h>
#include <stdio.h>

#include "crypto.h"
#include "curve.h"
#include "describe050.h"
#include "factory.h"
#include "json.h"
#include "se050_fields.h"
#include "show.h"

static void print_key_sets(const struct se050 *chip)
{
	static const char *const names[] = { "ENC", "MAC", "DEK" };

	for (size_t i = 0; i < SE050_KEY_SETS; i++) {
		const struct se050_key_set *set = &chip->nv.key_sets[i];

		for (size_t k = 0; set->version != 0 && k < 3; k++) {
			if (k == 0)
				printf("platform keys version %02x, ", set->version);
			else
				printf("%26s", "");
			printf("%s ", names[k]);
			show_hex("", set->key[k], set->length);
		}
	}
}

static void print_curves(const struct se050 *chip)
{
	const char *before = "curves        ";

	for (unsigned int id = 1; id <= UINT8_MAX; id++) {
		const struct se050_curve *curve = curve_find((uint8_t)id);

		if (!curve || curve->kind != CURVE_WEIERSTRASS || !curve_ready(chip, curve))
			continue;
		printf("%s%s", before, curve->name);
		before = ", ";
	}
	if (before[0] == ',')
		putchar('\n');
}

static void print_features(const struct se050_identity *identity)
{
	const char *before = "features      ";
	unsigned int config = (unsigned int)(identity->applet_config[0] << 8 | identity->applet_config[1]);

	for (const struct se050_term *term = se050_feature_terms; term->bit != 0; term++) {
		if (!(config & term->bit))
			continue;
		printf("%s%s", before, term->text);
		before = ", ";
	}
	putchar('\n');
}

static void print_object(const struct se050 *chip, const struct se050_object *object)
{
	char text[DESCRIBE_POLICY_MAX];
	struct rbuf value = object_value(chip, object), policy = object_policy(object);

	describe_object(text, sizeof(text), object);
	printf("%08x  %s%s%s, %s", object->id, object->flags & OBJECT_TRANSIENT ? "transient " : "", text,
		object->flags & OBJECT_AUTHENTICATES ? ", opens sessions" : "",
		describe_origin(object->origin));
	if (object->owner != 0)
		printf(", of user %08x", object->owner);
	if (object->attempts_max != 0)
		printf(", %u of %u attempts failed", object->attempts, object->attempts_max);
	putchar('\n');
	while (describe_policy_entry(text, sizeof(text), &policy))
		printf("          %s\n", text);
	if (object->flags & OBJECT_FACTORY)
		printf("          made when the part first has power\n");
	else if (rbuf_left(&value) > 0)
		show_contents("          ", value.at, rbuf_left(&value));
}

static void print_locks(const struct se050 *chip)
{
	for (size_t i = 0; i < se050_n_locks; i++) {
		const struct se050_lock *lock = &se050_locks[i];

		printf("%s%s ", i == 0 ? "locks         " : "; ", lock->text);
		if (lock->words)
			printf("%s", se050_lock_word(chip, lock));
		else
			printf("%u", *((const uint8_t *)&chip->nv + lock->at));
	}
	putchar('\n');
}

/* The certificates of a part of the public batch are there as drafts until a host reads them. */
static int complete(struct part *part, struct why *why)
{
	const struct se050_object *object = NULL;
	struct se050 *chip = part->chip;
	struct crypto *crypto;
	bool drafts = false;
	int rc;

	while ((object = object_next(chip, RECORD_OBJECT, object)))
		drafts |= factory_is_draft(object);
	if (!drafts)
		return 0;
	rc = crypto_new(&crypto, why);
	if (rc < 0)
		return rc;
	object_index(chip);
	if (!factory_make_certificates(chip, crypto, NULL))
		rc = why_fail(why, EIO, "cannot sign the certificates of %s", part->profile->name);
	crypto_free(crypto);
	return rc;
}

static void print_text(const struct part *part)
{
	const struct se050 *chip = part->chip;
	const struct se050_identity *identity = &chip->nv.identity;
	const struct se050_object *object = NULL;

	printf("%s: %s\n\n", part->profile->name, part->profile->summary);
	printf("applet        %u.%u.%u, AppletConfig %02x%02x, OEF id %02x%02x\n", identity->version[0],
		identity->version[1], identity->version[2], identity->applet_config[0],
		identity->applet_config[1], identity->configuration[2], identity->configuration[3]);
	if (part->profile->se050->uncertain)
		printf("not public    %s\n", part->profile->se050->uncertain);
	print_features(identity);
	show_hex("unique id     ", chip->nv.unique_id, sizeof(chip->nv.unique_id));
	print_locks(chip);
	print_key_sets(chip);
	print_curves(chip);
	printf("memory        %zu of %u bytes free\n", object_memory_left(chip), chip->nv.heap_size);
	printf("\nobjects\n");
	while ((object = object_next(chip, RECORD_OBJECT, object)))
		print_object(chip, object);
}

static void print_json(const struct part *part)
{
	struct json json = json_to(stdout);

	json_open(&json, NULL, '{');
	json_number(&json, "schema", 1);
	json_string(&json, "profile", part->profile->name);
	se050_put_fields(&json, part->chip);
	json_close(&json, '}');
}

const struct shower show_se050 = {
	.kind = &part_kind_se050,
	.complete = complete,
	.text = print_text,
	.json = print_json,
};
