/* sim/cli/conform_status.c: a status that no source accepts, for a refusal that is changed. */
#include "conform_status.h"

#include <string.h>

#include "atca.h"
#include "se05x.h"

/* "HKDF 03002d" is about HKDF, "HKDFExpandOnly 03002f" is not. */
static bool names_command(const char *row, const char *command)
{
	size_t len = strlen(command);

	return strncmp(row, command, len) == 0 && (row[len] == ' ' || row[len] == ',' || row[len] == '\0');
}

/* Whether a source accepts the status as some refusal of the command that the row's name begins with. */
static bool is_accepted(const struct refusals *refusals, const char *row, uint16_t status)
{
	static const char of_card[] = "card ";

	for (size_t i = 0; i < refusals->n; i++) {
		const struct refusal *refusal = &refusals->rows[i];
		const char *command = refusal->command;

		if (strncmp(command, of_card, strlen(of_card)) == 0)
			command += strlen(of_card);
		if ((command[0] == '(' || names_command(row, command)) && refusal_accepts(refusal, status))
			return true;
	}
	return false;
}

uint16_t mutant_status(const struct refusals *refusals, const char *row, uint16_t status)
{
	static const uint16_t others[] = { SW_FAILURE, 0x6581, 0x6400 };
	size_t i = 0;

	if (!refusals)
		return status == ATCA_PARSE_ERROR ? ATCA_EXECUTION_ERROR : ATCA_PARSE_ERROR;
	while (i < sizeof(others) / sizeof(others[0]) &&
		(others[i] == status || is_accepted(refusals, row, others[i])))
		i++;
	return i < sizeof(others) / sizeof(others[0]) ? others[i] : 0;
}
