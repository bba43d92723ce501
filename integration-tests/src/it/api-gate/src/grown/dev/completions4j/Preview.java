// SPDX-License-Identifier: Apache-2.0
package dev.completions4j;

/** Marks API that may change in any release. */
public @interface Preview {}
