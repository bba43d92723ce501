// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.transport.jdk;

import dev.completions4j.testkit.server.LoopbackServer;
import dev.completions4j.transport.Transport;
import dev.completions4j.transport.TransportConfig;
import dev.completions4j.transport.TransportProvider;
import dev.completions4j.transport.tck.BorrowingTransport;
import dev.completions4j.transport.tck.TransportContract;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Verifies that the JDK transport satisfies the contract, over HTTP/1.1. */
class JdkTransportContractTest extends TransportContract {

    @Override
    protected Transport create(TransportConfig config) {
        return JdkTransport.create(config);
    }

    @Override
    protected TransportProvider provider() {
        return new JdkTransportProvider();
    }

    @Override
    protected String threadNamePrefix() {
        return "completions4j-jdk-";
    }

    @Override
    protected BorrowingTransport createBorrowing(TransportConfig config) {
        ExecutorService executor = Executors.newFixedThreadPool(2);
        HttpClient.Builder client = HttpClient.newBuilder().executor(executor);
        if (config.sslContext() != null) {
            client.sslContext(config.sslContext());
        }
        HttpClient lent = client.build();
        return new BorrowingTransport(JdkTransport.borrowing(lent), () -> answers(lent), executor::shutdownNow);
    }

    private static boolean answers(HttpClient client) {
        try (LoopbackServer server = LoopbackServer.running(connection -> {
            connection.readRequest();
            connection.write("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
        })) {
            HttpRequest request = HttpRequest.newBuilder(URI.create(server.baseUrl()))
                    .version(HttpClient.Version.HTTP_1_1)
                    .build();
            return client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            throw new AssertionError("This thread was interrupted", e);
        }
    }
}
