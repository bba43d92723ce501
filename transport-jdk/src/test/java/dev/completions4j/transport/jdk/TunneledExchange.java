// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.transport.jdk;

import dev.completions4j.testkit.server.TestCertificate;
import dev.completions4j.transport.ProxyServer;
import dev.completions4j.transport.TransportConfig;
import java.util.List;

/** One exchange through a proxy with credentials; also a program, for a JVM with its own properties. */
final class TunneledExchange {

    private TunneledExchange() {}

    /**
     * Prints the calls of the handler.
     *
     * @param args the proxy's port, and the server's base URL
     */
    public static void main(String[] args) throws InterruptedException {
        System.out.print(calls(Integer.parseInt(args[0]), args[1]));
    }

    /** Returns the calls of the handler. */
    static List<String> calls(int proxyPort, String baseUrl) throws InterruptedException {
        TransportConfig config = TestConfig.PATIENT
                .withSslContext(TestCertificate.clientContext())
                .withProxy(ProxyServer.http("127.0.0.1", proxyPort).withCredentials("ann", "hunter2"));
        try (var transport = JdkTransport.create(config)) {
            var handler = new RecordingHandler();
            transport.send(Posts.to(baseUrl), handler);
            return handler.awaitEnd().calls();
        }
    }
}
