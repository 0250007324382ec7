/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The commands of cdapd, one file each. Each takes its own arguments (argv[0] is its name) and
 * returns the exit status: 0 done, 1 refused or invalid, 2 misuse. */
#ifndef CDAP_COMMANDS_COMMANDS_H
#define CDAP_COMMANDS_COMMANDS_H

int command_initialiser(int argc, char **argv);
int command_servir(int argc, char **argv);
int command_importer(int argc, char **argv);
int command_generer(int argc, char **argv);
int command_controler(int argc, char **argv);
int command_cle(int argc, char **argv);
int command_journal(int argc, char **argv);

#endif
