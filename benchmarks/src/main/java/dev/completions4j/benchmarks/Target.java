// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.benchmarks;

/**
 * What a driver sends its requests to.
 *
 * @param port the port on the loopback interface
 * @param eventLoops the number of event loops of clients that use Netty; 0 for each client's default
 */
record Target(int port, Protocol protocol, int eventLoops, Workload workload) {

    /** Returns a target without TLS, with the clients' default number of event loops. */
    static Target plain(int port, Workload workload) {
        return new Target(port, Protocol.HTTP_1, 0, workload);
    }

    /** Returns the address of the server, without a path. */
    String root() {
        return (protocol == Protocol.TLS ? "https" : "http") + "://127.0.0.1:" + port;
    }

    /** Returns the base URL that clients of this API take. */
    String baseUrl() {
        return root() + "/v1";
    }
}
