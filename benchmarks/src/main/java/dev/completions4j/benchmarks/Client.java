// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.benchmarks;

import dev.completions4j.CompletionsClient;
import dev.completions4j.observe.CallListener;
import dev.completions4j.transport.Transport;
import dev.completions4j.transport.TransportConfig;
import dev.completions4j.transport.jdk.JdkTransport;
import dev.completions4j.transport.netty.NettyTransport;
import java.util.Arrays;
import java.util.List;

/** The clients that are compared. */
enum Client {
    FLOOR("Netty + HTTP codec, counting bytes"),
    NETTY_JACKSON("Netty + lines + Jackson streaming"),
    BY_HAND("java.net.http + Jackson databind"),
    OURS_NETTY("completions4j, Netty"),
    OURS_NETTY_LISTENED("completions4j, Netty, with a listener"),
    OURS_JDK("completions4j, java.net.http"),
    OPENAI_JAVA("openai-java"),
    LANGCHAIN4J("LangChain4j"),
    SIMPLE_OPENAI("simple-openai"),
    AZURE("azure-ai-openai");

    private final String label;

    Client(String label) {
        this.label = label;
    }

    /** Returns the name in reports. */
    String label() {
        return label;
    }

    /** Returns true for this library's clients. */
    boolean isOurs() {
        return switch (this) {
            case OURS_NETTY, OURS_NETTY_LISTENED, OURS_JDK -> true;
            default -> false;
        };
    }

    /** Returns true for other libraries, which are available with the profile {@code peers} only. */
    boolean isPeer() {
        return switch (this) {
            case OPENAI_JAVA, LANGCHAIN4J, SIMPLE_OPENAI, AZURE -> true;
            default -> false;
        };
    }

    /** Returns the clients that are always available. */
    static List<Client> withoutPeers() {
        return Arrays.stream(values()).filter(client -> !client.isPeer()).toList();
    }

    /** Returns a driver that is not connected yet. */
    Driver driver(int port, Workload workload) {
        return switch (this) {
            case FLOOR -> new NettyDriver(port, CountingBody::new);
            case NETTY_JACKSON -> new NettyDriver(port, JacksonBody::new);
            case BY_HAND -> new HttpClientDriver(port, workload);
            case OURS_NETTY -> new CompletionsDriver(CompletionsClient.builder(), netty(), port, workload);
            case OURS_NETTY_LISTENED ->
                new CompletionsDriver(
                        CompletionsClient.builder().listener(call -> new GapListener()), netty(), port, workload);
            case OURS_JDK ->
                new CompletionsDriver(
                        CompletionsClient.builder(), JdkTransport.create(TransportConfig.defaults()), port, workload);
            case OPENAI_JAVA, LANGCHAIN4J, SIMPLE_OPENAI, AZURE ->
                PeerDrivers.find().driver(this, port, workload);
        };
    }

    private static Transport netty() {
        return NettyTransport.builder()
                .maxConnections(CompletionsDriver.MAX_STREAMS)
                .build();
    }

    /** Tracks the longest time between two tokens, as a monitoring listener would. */
    private static final class GapListener implements CallListener {

        private long longest;

        @Override
        public void onChunk(long gapNanos) {
            longest = Math.max(longest, gapNanos);
        }
    }
}
