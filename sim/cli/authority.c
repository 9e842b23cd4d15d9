/* sim/cli/authority.c: who signs the certificates of a profile's parts, in one batch. */
#include "authority.h"

#include <errno.h>

#include "base64.h"

bool authority_is_root(const struct profile_authority *authority)
{
	const struct profile_authority *signer = authority->certificate.signer;

	return !signer || signer == authority;
}

int authorities_of(struct authorities *all, const struct profile *profile,
	const struct certificate_maker *maker, struct why *why)
{
	all->bytes = wbuf_to(all->room, sizeof(all->room));
	all->n = 0;
	if (profile->n_authorities > AUTHORITIES_MAX)
		return why_fail(why, ENOSPC, "%s has %zu authorities, and %d are the most", profile->name,
			profile->n_authorities, AUTHORITIES_MAX);
	for (size_t i = 0; i < profile->n_authorities; i++) {
		const struct profile_authority *of = &profile->authorities[i];
		size_t begin = all->bytes.len;
		int rc = certificate_of_authority(maker, of, &all->bytes);

		if (rc < 0)
			return why_errno(why, rc, "cannot make the certificate of %s", of->name);
		all->at[all->n++] = (struct authority){ .of = of,
			.der = rbuf_from(all->bytes.at + begin, all->bytes.len - begin) };
	}
	return 0;
}

/* The names of what it signs. */
static void print_signed(FILE *out, const struct profile_authority *by, const struct profile *profile)
{
	const char *before = "# signs ";

	for (size_t i = 0; i < profile->n_authorities; i++) {
		const struct profile_authority *other = &profile->authorities[i];

		if (other == by || other->certificate.signer != by)
			continue;
		fprintf(out, "%s%s", before, other->name);
		before = ", ";
	}
	for (size_t i = 0; i < profile->n_certificates; i++) {
		const struct profile_certificate *certificate = &profile->certificates[i];

		if (certificate->of || certificate->signer != by)
			continue;
		fprintf(out, profile->atecc ? "%s%s in slot %u" : "%s%s in object %08X", before,
			certificate->name, certificate->at);
		before = ", ";
	}
	if (before[0] == ',')
		fputc('\n', out);
}

void authority_print(FILE *out, const struct authority *authority, const struct profile *profile)
{
	fprintf(out, "# %s of %s, SIMULATED: %s\n", authority->of->name, profile->name,
		authority_is_root(authority->of) ? "a root" : "an intermediate");
	print_signed(out, authority->of, profile);
	pem_print(out, "CERTIFICATE", authority->der, "\n");
}
