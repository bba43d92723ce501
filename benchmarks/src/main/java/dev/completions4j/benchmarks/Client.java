// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.benchmarks;

import dev.completions4j.CallOptions;
import dev.completions4j.CompletionsClient;
import dev.completions4j.observe.CallListener;
import dev.completions4j.transport.TransportConfig;
import dev.completions4j.transport.jdk.JdkTransport;
import dev.completions4j.transport.netty.NettyTransport;
import dev.completions4j.transport.netty.NettyTransport.Http2;
import io.netty.channel.EventLoopGroup;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;

/** The clients that are compared. */
enum Client {
    FLOOR("Netty + HTTP codec, counting bytes"),
    NETTY_JACKSON("Netty + lines + Jackson streaming"),
    BY_HAND("java.net.http + Jackson databind"),
    OURS_NETTY("completions4j, Netty"),
    OURS_NETTY_LISTENED("completions4j, Netty, with a listener"),
    OURS_NETTY_UNKEPT("completions4j, Netty, text not kept"),
    OURS_JDK("completions4j, java.net.http"),
    OPENAI_JAVA("openai-java"),
    LANGCHAIN4J("LangChain4j"),
    SIMPLE_OPENAI("simple-openai"),
    AZURE("azure-ai-openai");

    /** A thousand TLS handshakes at once may take longer than the default timeout allows, before they are compiled. */
    private static final TransportConfig PATIENT = TransportConfig.defaults().withConnectTimeout(Duration.ofMinutes(1));

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
            case OURS_NETTY, OURS_NETTY_LISTENED, OURS_NETTY_UNKEPT, OURS_JDK -> true;
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

    /** Returns whether the client can speak a protocol with a server that does not negotiate it. */
    boolean speaks(Protocol protocol) {
        return switch (this) {
            case FLOOR, NETTY_JACKSON, OURS_NETTY, OURS_NETTY_LISTENED, OURS_NETTY_UNKEPT -> true;
            default -> protocol != Protocol.HTTP_2;
        };
    }

    /** Returns a driver that is not connected yet. */
    Driver driver(Target target) {
        return switch (this) {
            case FLOOR -> bare(target, CountingBody::new);
            case NETTY_JACKSON -> bare(target, JacksonBody::new);
            case BY_HAND -> new HttpClientDriver(target);
            case OURS_NETTY -> ours(CompletionsClient.builder(), target, CallOptions.none());
            case OURS_NETTY_LISTENED ->
                ours(CompletionsClient.builder().listener(call -> new GapListener()), target, CallOptions.none());
            case OURS_NETTY_UNKEPT ->
                ours(
                        CompletionsClient.builder(),
                        target,
                        CallOptions.builder().keepText(false).build());
            case OURS_JDK ->
                new CompletionsDriver(
                        CompletionsClient.builder(),
                        JdkTransport.create(PATIENT),
                        target,
                        CallOptions.none(),
                        () -> {});
            case OPENAI_JAVA, LANGCHAIN4J, SIMPLE_OPENAI, AZURE ->
                PeerDrivers.find().driver(this, target);
        };
    }

    private static Driver bare(Target target, Function<ResponseRecorder, NettyBody> bodies) {
        return target.protocol() == Protocol.HTTP_2
                ? new NettyHttp2Driver(target, bodies)
                : new NettyDriver(target, bodies);
    }

    private static Driver ours(CompletionsClient.Builder client, Target target, CallOptions options) {
        NettyTransport.Builder transport = NettyTransport.builder()
                .config(PATIENT)
                .http2(target.protocol() == Protocol.HTTP_2 ? Http2.PRIOR_KNOWLEDGE : Http2.NEGOTIATED)
                .maxConnections(CompletionsDriver.MAX_STREAMS);
        if (target.eventLoops() == 0) {
            return new CompletionsDriver(client, transport.build(), target, options, () -> {});
        }
        EventLoopGroup eventLoops = EventLoops.start("completions4j-netty", target.eventLoops());
        return new CompletionsDriver(
                client,
                transport.eventLoopGroup(eventLoops).build(),
                target,
                options,
                () -> EventLoops.stop(eventLoops));
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
