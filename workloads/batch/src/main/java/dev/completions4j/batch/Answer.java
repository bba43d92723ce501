// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.batch;

import java.nio.ByteBuffer;

/**
 * A line of the output.
 *
 * @param place the place of its request
 * @param weight the size of its request in the input
 * @param isSuccess whether it is a completion
 * @param line its text in UTF-8, without a line break
 */
record Answer(long place, long weight, boolean isSuccess, ByteBuffer line) {}
