// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.testkit.model;

/**
 * A choice of a whole answer.
 *
 * @param piece all of it
 * @param generated how many tokens it took
 */
record FinishedChoice(int index, Piece piece, int generated) {}
