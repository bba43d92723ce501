// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.benchmarks;

/** How clients and the load server speak HTTP. */
enum Protocol {
    /** HTTP/1.1 without TLS. */
    HTTP_1,
    /** HTTP/1.1 over TLS 1.3, with the JDK's implementation of TLS on both sides. */
    TLS,
    /** HTTP/2 without TLS, with prior knowledge. */
    HTTP_2
}
