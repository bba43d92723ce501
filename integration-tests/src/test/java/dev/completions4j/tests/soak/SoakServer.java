// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.tests.soak;

/** A server of the soak test. */
interface SoakServer extends AutoCloseable {

    String baseUrl();

    @Override
    void close();
}
