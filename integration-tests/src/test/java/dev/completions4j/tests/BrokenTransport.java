// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.tests;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.completions4j.transport.Exchange;
import dev.completions4j.transport.ForwardingTransport;
import dev.completions4j.transport.HttpHeaders;
import dev.completions4j.transport.RequestProgress;
import dev.completions4j.transport.ResponseHandler;
import dev.completions4j.transport.ResponseHead;
import dev.completions4j.transport.Transport;
import dev.completions4j.transport.TransportException;
import dev.completions4j.transport.TransportException.Kind;
import dev.completions4j.transport.TransportRequest;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** A transport that works except for one defect. */
class BrokenTransport extends ForwardingTransport {

    private final Transport transport;

    private BrokenTransport(Transport transport) {
        this.transport = transport;
    }

    /** Changes the signals that the handler receives. */
    static Transport handling(Transport transport, UnaryOperator<ResponseHandler> breaking) {
        return new BrokenTransport(transport) {
            @Override
            public void send(TransportRequest request, ResponseHandler handler) {
                super.send(request, breaking.apply(handler));
            }
        };
    }

    /** Reports one kind of failure as another. */
    static Transport misreporting(Transport transport, Kind kind, Kind forKind) {
        return handling(transport, to -> new ForwardingHandler(to) {
            @Override
            public void onFailure(TransportException failure) {
                super.onFailure(
                        failure.kind() != kind
                                ? failure
                                : new TransportException(
                                        forKind, failure.progress(), failure.getMessage(), failure.getCause()));
            }
        });
    }

    /** Reports every response that fails as one that has not begun. */
    static Transport forgettingProgress(Transport transport) {
        return handling(transport, to -> new ForwardingHandler(to) {
            @Override
            public void onFailure(TransportException failure) {
                super.onFailure(new TransportException(
                        failure.kind(), RequestProgress.MAYBE_SENT, failure.getMessage(), failure.getCause()));
            }
        });
    }

    /** Reports truncated bodies as complete. */
    static Transport reportingTruncationAsEnd(Transport transport) {
        return handling(transport, to -> new ForwardingHandler(to) {
            @Override
            public void onFailure(TransportException failure) {
                super.onComplete();
            }
        });
    }

    /** Reports a body that ends with its connection as truncated, even if it has no other framing. */
    static Transport reportingEndAsTruncation(Transport transport) {
        return handling(transport, to -> new ForwardingHandler(to) {

            private boolean framed;

            @Override
            public void onHead(ResponseHead head) {
                framed = head.status() != 200
                        || head.headers().first("Content-Length") != null
                        || head.headers().first("Transfer-Encoding") != null;
                super.onHead(head);
            }

            @Override
            public void onComplete() {
                if (framed) {
                    super.onComplete();
                } else {
                    super.onFailure(new TransportException(
                            Kind.TRUNCATED, RequestProgress.HEAD_RECEIVED, "The connection ended", null));
                }
            }
        });
    }

    /** Delivers trailers with the body. */
    static Transport deliveringTrailers(Transport transport) {
        return handling(transport, to -> new ForwardingHandler(to) {
            @Override
            public void onComplete() {
                super.onData(ByteBuffer.wrap(new byte[] {'X'}));
                super.onComplete();
            }
        });
    }

    /** Reports error statuses as failures. */
    static Transport failingForErrors(Transport transport) {
        return handling(transport, to -> new ForwardingHandler(to) {
            @Override
            public void onHead(ResponseHead head) {
                throw new IllegalStateException("status " + head.status());
            }
        });
    }

    /** Sends on the caller's thread, and blocks it until the response begins. */
    static Transport blocking(Transport transport) {
        return new BrokenTransport(transport) {
            @Override
            public void send(TransportRequest request, ResponseHandler handler) {
                CountDownLatch answered = new CountDownLatch(1);
                super.send(request, new ForwardingHandler(handler) {
                    @Override
                    public void onHead(ResponseHead head) {
                        answered.countDown();
                        super.onHead(head);
                    }

                    @Override
                    public void onFailure(TransportException failure) {
                        answered.countDown();
                        super.onFailure(failure);
                    }
                });
                try {
                    answered.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            }
        };
    }

    /** Opens a connection for each exchange. */
    static Transport withoutPool(Transport transport, Supplier<Transport> another) {
        return new BrokenTransport(transport) {
            @Override
            public void send(TransportRequest request, ResponseHandler handler) {
                Transport single = another.get();
                single.send(request, new ForwardingHandler(handler) {
                    @Override
                    public void onComplete() {
                        super.onComplete();
                        var unused = single.shutdown(Duration.ofSeconds(1));
                    }
                });
            }
        };
    }

    /** Delivers bytes left over from the first response to the second request. */
    static Transport deliveringSurplusBytes(Transport transport) {
        AtomicInteger sent = new AtomicInteger();
        return handling(
                transport,
                to -> sent.getAndIncrement() == 0
                        ? to
                        : new ForwardingHandler(to) {
                            @Override
                            public void onData(ByteBuffer chunk) {
                                super.onData(ByteBuffer.wrap("evil".getBytes(UTF_8)));
                            }
                        });
    }

    /** Sends the second request on a connection that has been closed. */
    static Transport usingClosedConnections(Transport transport) {
        AtomicInteger sent = new AtomicInteger();
        return handling(
                transport,
                to -> sent.getAndIncrement() == 0
                        ? to
                        : new ForwardingHandler(to) {
                            @Override
                            public void onHead(ResponseHead head) {
                                super.onFailure(new TransportException(
                                        Kind.RESET, RequestProgress.MAYBE_SENT, "Broken pipe", null));
                            }

                            @Override
                            public void onData(ByteBuffer chunk) {}

                            @Override
                            public void onComplete() {}
                        });
    }

    /** Sends a request only after the previous one has been answered. */
    static Transport oneAtATime(Transport transport) {
        return new BrokenTransport(transport) {

            private CompletableFuture<?> last = CompletableFuture.completedFuture(null);

            @Override
            public synchronized void send(TransportRequest request, ResponseHandler handler) {
                CompletableFuture<@Nullable Void> ended = new CompletableFuture<>();
                var unused = last.thenRun(() -> super.send(request, new ForwardingHandler(handler) {
                    @Override
                    public void onComplete() {
                        super.onComplete();
                        ended.complete(null);
                    }

                    @Override
                    public void onFailure(TransportException failure) {
                        super.onFailure(failure);
                        ended.complete(null);
                    }
                }));
                last = ended;
            }
        };
    }

    /**
     * Keeps its connection despite {@code Connection: close}; a minimal implementation, because no other transport does
     * that.
     */
    static Transport ignoringClose(Transport transport) {
        return new BrokenTransport(transport) {

            private @Nullable Socket connection;

            @Override
            public void send(TransportRequest request, ResponseHandler handler) {
                handler.onStart(new Exchange() {
                    @Override
                    public void request(long chunks) {}

                    @Override
                    public void cancel() {}
                });
                try {
                    if (connection == null) {
                        connection = new Socket(
                                request.uri().getHost(), request.uri().getPort());
                    }
                    connection.getOutputStream().write("GET / HTTP/1.1\r\nHost: any\r\n\r\n".getBytes(UTF_8));
                    BufferedReader response =
                            new BufferedReader(new InputStreamReader(connection.getInputStream(), UTF_8));
                    String line = response.readLine();
                    while (line != null && !line.isEmpty()) {
                        line = response.readLine();
                    }
                    byte[] body = {(byte) response.read(), (byte) response.read()};
                    handler.onHead(new ResponseHead(200, "HTTP/1.1", HttpHeaders.empty()));
                    handler.onData(ByteBuffer.wrap(body));
                    handler.onComplete();
                } catch (IOException e) {
                    handler.onFailure(new TransportException(Kind.RESET, RequestProgress.MAYBE_SENT, "It broke", e));
                }
            }

            @Override
            @SuppressWarnings("NullAway") // Javac 17 does not read the overridden @Nullable from the class file.
            public CompletableFuture<@Nullable Void> shutdown(Duration grace) {
                try {
                    if (connection != null) {
                        connection.close();
                    }
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
                return super.shutdown(grace);
            }
        };
    }

    /** Closes a resource that it does not own when it is shut down. */
    static Transport closing(Transport transport, Runnable close) {
        return new BrokenTransport(transport) {
            @Override
            public CompletableFuture<@Nullable Void> shutdown(Duration grace) {
                close.run();
                return super.shutdown(grace);
            }
        };
    }

    @Override
    protected Transport delegate() {
        return transport;
    }
}
