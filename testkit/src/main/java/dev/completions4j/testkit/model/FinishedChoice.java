// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.testkit.model;

/**
 * A choice of a non-streaming completion.
 *
 * @param piece the whole choice
 * @param generated the number of tokens generated for it
 */
record FinishedChoice(int index, Piece piece, int generated) {}
