// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.playground;

import dev.completions4j.ApiException;
import dev.completions4j.CompletionsClient;
import dev.completions4j.Prompt;
import dev.completions4j.TokenizationRequest;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One open page: its WebSocket, and its streams, which are cancelled when it leaves.
 *
 * <p>Messages are JSON objects with a {@code type}. Those of a stream are the signals of {@code Flow}: the page sends
 * {@code subscribe}, {@code request} and {@code cancel} and receives {@code next}, {@code complete} and {@code error}.
 * All methods and callbacks run on the context.
 */
final class Session {

    /** How often the counters of servers are looked at while streams run. */
    private static final long STATUS_INTERVAL_MILLIS = 50;

    private static final int MAX_STREAMS = 64;

    /** How long a server is watched after a stream has ended, unless it has nothing more to do before that. */
    private static final long WATCH_NANOS = TimeUnit.SECONDS.toNanos(5);

    /** A stream that runs, or whose server may still be working. */
    private record Running(ModelServer server, String key, StreamRelay relay) {

        boolean isOver() {
            return relay.hasEnded() && (server.load().isIdle() || System.nanoTime() - relay.endTime() > WATCH_NANOS);
        }
    }

    private final Vertx vertx;
    private final Context context;
    private final ServerWebSocket socket;
    private final ModelServers servers;
    private final String id = UUID.randomUUID().toString();
    private final Map<Integer, Running> streams = new HashMap<>();
    private @Nullable JsonObject lastStatus;

    Session(Vertx vertx, Context context, ServerWebSocket socket, ModelServers servers) {
        this.vertx = vertx;
        this.context = context;
        this.socket = socket;
        this.servers = servers;
    }

    /** Greets the page, and serves it until it leaves. */
    void open() {
        socket.textMessageHandler(this::receive);
        long timer = vertx.setPeriodic(STATUS_INTERVAL_MILLIS, unused -> sendStatus());
        socket.closeHandler(closed -> {
            vertx.cancelTimer(timer);
            streams.values().forEach(stream -> stream.relay().cancel());
        });
        send(greeting());
        servers.all().forEach(server -> {
            if (server instanceof RemoteServer remote && !remote.hasModels()) {
                listModels(remote, "listed");
            }
        });
    }

    private JsonObject greeting() {
        JsonArray known = new JsonArray();
        servers.all().forEach(server -> known.add(server.describe()));
        JsonArray kinds = new JsonArray();
        Arrays.stream(ServerKind.values())
                .forEach(kind -> kinds.add(new JsonObject().put("id", kind.id()).put("label", kind.label())));
        JsonArray paces = new JsonArray();
        Arrays.stream(Pace.values())
                .forEach(pace -> paces.add(new JsonObject().put("id", pace.id()).put("label", pace.label())));
        JsonArray faults = new JsonArray();
        Arrays.stream(FaultKind.values())
                .forEach(fault -> faults.add(new JsonObject()
                        .put("id", fault.id())
                        .put("label", fault.label())
                        .put("description", fault.description())));
        return new JsonObject()
                .put("type", "hello")
                .put("servers", known)
                .put("kinds", kinds)
                .put("paces", paces)
                .put("faults", faults)
                .put("faultAfterTokens", FaultKind.AFTER_TOKENS);
    }

    private void receive(String text) {
        try {
            JsonObject message = new JsonObject(text);
            switch (Properties.text(message, "type")) {
                case "subscribe" -> subscribe(StreamOrder.of(message));
                case "request" -> request(Properties.number(message, "stream"), Properties.number(message, "chunks"));
                case "cancel" -> cancel(Properties.number(message, "stream"));
                case "remove" -> servers.remove(Properties.text(message, "server"));
                case "add" -> add(Properties.text(message, "url"), Properties.text(message, "kind"));
                default -> close("Unknown type of message");
            }
        } catch (DecodeException | ClassCastException | IllegalArgumentException e) {
            close("The message is malformed; reload the page");
        }
    }

    /** Messages of the page are well formed; anything else did not come from it. */
    private void close(String reason) {
        socket.close((short) 1008, reason);
    }

    private void subscribe(StreamOrder order) {
        ModelServer server = servers.find(order.server());
        if (server == null || streams.containsKey(order.stream()) || runningStreams() >= MAX_STREAMS) {
            String reason = server == null
                    ? "The server is unknown; reload the page"
                    : "Too many streams run; cancel some of the " + MAX_STREAMS;
            send(FailureMessage.of(new IllegalStateException(reason))
                    .put("type", "error")
                    .put("time", 0)
                    .put("stream", order.stream()));
            return;
        }
        boolean fromIds = order.continuesFromIds(server);
        StreamRelay relay = new StreamRelay(
                context, server.keepsTokenIds(order.setting()), message -> send(message.put("stream", order.stream())));
        Running stream = new Running(server, id + "-" + order.stream(), relay);
        streams.put(order.stream(), stream);
        send(new JsonObject()
                .put("type", "subscribed")
                .put("stream", order.stream())
                .put("fromIds", fromIds));
        // Not on an event loop, since a fake model opens a socket.
        vertx.executeBlocking(() -> server.client(order.setting()))
                .compose(client ->
                        prompt(order, client, fromIds).onSuccess(prompt -> start(order, stream, client, prompt)))
                .onFailure(relay::onError);
    }

    private long runningStreams() {
        return streams.values().stream()
                .filter(stream -> !stream.relay().hasEnded())
                .count();
    }

    private static Future<Prompt> prompt(StreamOrder order, CompletionsClient client, boolean fromIds) {
        if (!fromIds) {
            return Future.succeededFuture(order.textPrompt());
        }
        CompletionStage<Prompt> prompt = client.tokenize(TokenizationRequest.builder()
                        .model(order.model())
                        .text(order.prompt())
                        .build())
                .thenApply(tokens -> order.tokenPrompt(tokens.tokens().toArray()));
        return Future.fromCompletionStage(prompt);
    }

    private void start(StreamOrder order, Running stream, CompletionsClient client, Prompt prompt) {
        client.stream(order.request(prompt, stream.server().profile()), order.options(stream.server(), stream.key()))
                .subscribe(stream.relay());
    }

    private void request(int stream, int chunks) {
        Running running = streams.get(stream);
        if (running != null) {
            running.relay().request(chunks);
        }
    }

    private void cancel(int stream) {
        Running running = streams.get(stream);
        if (running != null) {
            running.relay().cancel();
        }
    }

    private void add(String url, String kindId) {
        ServerKind kind = Arrays.stream(ServerKind.values())
                .filter(each -> each.id().equals(kindId))
                .findFirst()
                .orElse(ServerKind.AUTOMATIC);
        RemoteServer added;
        try {
            added = servers.add(url.strip(), kind);
        } catch (IllegalArgumentException | IllegalStateException e) {
            send(new JsonObject().put("type", "refused").put("message", e.getMessage()));
            return;
        }
        listModels(added, "added");
    }

    /** Asks a server for its models, and tells the page what it is then. */
    private void listModels(RemoteServer server, String messageType) {
        Future.fromCompletionStage(server.listModels(), context).onComplete(listed -> {
            JsonObject message = new JsonObject().put("type", messageType).put("server", server.describe());
            if (listed.failed()) {
                message.put("problem", problem(listed.cause()));
            }
            send(message);
        });
    }

    private static String problem(Throwable failure) {
        JsonObject message = FailureMessage.of(failure);
        boolean lacksKey = FailureMessage.unwrapped(failure) instanceof ApiException refused
                && refused.kind() == ApiException.Kind.AUTHENTICATION;
        return message.getString("message") + (lacksKey ? "; start the playground with --key for this server" : "");
    }

    /**
     * Tells the page what the servers count: the requests that run, or why that is unknown, and the events sent of each
     * stream. A stream that has ended is looked at until its server has nothing more to do.
     */
    private void sendStatus() {
        streams.values().forEach(stream -> stream.server().refreshLoad());
        JsonObject running = new JsonObject();
        JsonObject problems = new JsonObject();
        servers.all().forEach(server -> {
            ServerLoad load = server.load();
            running.put(server.id(), load.running());
            if (!load.problem().isEmpty()) {
                problems.put(server.id(), load.problem());
            }
        });
        JsonObject sent = new JsonObject();
        streams.forEach(
                (number, stream) -> sent.put(number.toString(), stream.server().sent(stream.key())));
        JsonObject status = new JsonObject()
                .put("type", "status")
                .put("running", running)
                .put("problems", problems)
                .put("sent", sent);
        streams.values().removeIf(Running::isOver);
        if (!status.equals(lastStatus)) {
            lastStatus = status;
            send(status);
        }
    }

    private void send(JsonObject message) {
        if (!socket.isClosed()) {
            socket.writeTextMessage(message.encode());
        }
    }
}
