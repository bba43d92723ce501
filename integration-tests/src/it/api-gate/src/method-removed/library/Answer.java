// SPDX-License-Identifier: Apache-2.0
package library;

/** A result record. */
public record Answer(String text) {}
