// SPDX-License-Identifier: Apache-2.0
package library;

/** Adds a component without keeping the constructor of the released shape. */
public record Answer(String text, int tokens) {}
