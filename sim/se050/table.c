/* sim/se050/table.c: every family of commands. Read by dispatch, trace, fuzzers and docs. */
#include "families.h"
#include "rows.h"

const struct se050_param se050_no_params[1] = { { .name = "none" } };

const struct se050_family *const se050_families[] = {
	&family_card,
	&family_session,
	&family_manage,
	&family_objects,
	&family_files,
	&family_keys,
	&family_ec,
	&family_rsa,
	&family_signature,
	&family_crypto,
	&family_symmetric,
	&family_kdf,
	&family_transfer,
	&family_i2cm,
	&family_desfire,
};

const size_t se050_n_families = sizeof(se050_families) / sizeof(se050_families[0]);
