// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.transport.netty;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.completions4j.transport.ProxyServer;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A proxy on the loopback address, which looks for every server there, and relays bytes. */
final class TestProxy implements AutoCloseable {

    /** The part of the protocol before relaying. */
    @FunctionalInterface
    interface Greeting {

        /**
         * Responds to the client.
         *
         * @param out buffered; to be flushed before waiting for the client
         * @param received receives what the client sent, for assertions
         * @return the port to relay to; zero to close instead
         */
        int answer(DataInputStream in, OutputStream out, List<String> received) throws IOException;
    }

    private final Greeting greeting;
    private final ServerSocket listener;
    private final List<String> received = new CopyOnWriteArrayList<>();
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();
    private volatile boolean serverSpeaksFirst;

    TestProxy(Greeting greeting) {
        this.greeting = greeting;
        try {
            listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        start(() -> {
            while (true) {
                Socket client = listener.accept();
                sockets.add(client);
                start(() -> serve(client));
            }
        });
    }

    /** Accepts CONNECT. */
    static TestProxy http() {
        return new TestProxy((in, out, received) -> {
            String head = readHead(in);
            received.add(head);
            out.write("HTTP/1.1 200 Connection Established\r\n\r\n".getBytes(ISO_8859_1));
            String target = head.split(" ", 3)[1];
            return Integer.parseInt(target.substring(target.lastIndexOf(':') + 1));
        });
    }

    /** Rejects CONNECT with a response. */
    static TestProxy refusing(String response) {
        return new TestProxy((in, out, received) -> {
            received.add(readHead(in));
            out.write(response.getBytes(ISO_8859_1));
            return 0;
        });
    }

    /** Requires user and password if authenticating, accepts any, and connects. */
    static TestProxy socks5(boolean authenticating) {
        return new TestProxy((in, out, received) -> {
            in.readByte(); // version
            in.readFully(new byte[in.readByte()]); // methods
            out.write(new byte[] {5, (byte) (authenticating ? 2 : 0)});
            out.flush();
            if (authenticating) {
                in.readByte(); // version
                received.add(readString(in) + ":" + readString(in));
                out.write(new byte[] {1, 0});
                out.flush();
            }
            in.readFully(new byte[3]); // version, command, reserved
            byte addressType = in.readByte();
            if (addressType == 1) {
                byte[] address = new byte[4];
                in.readFully(address);
                received.add(InetAddress.getByAddress(address).getHostAddress());
            } else {
                received.add(readString(in));
            }
            int port = in.readUnsignedShort();
            out.write(new byte[] {5, 0, 0, 1, 0, 0, 0, 0, 0, 0});
            return port;
        });
    }

    /** Sends the last answer together with the first bytes of the server, in one write. */
    TestProxy waitingForTheServer() {
        serverSpeaksFirst = true;
        return this;
    }

    ProxyServer asHttp() {
        return ProxyServer.http("127.0.0.1", listener.getLocalPort());
    }

    ProxyServer asSocks5() {
        return ProxyServer.socks5("127.0.0.1", listener.getLocalPort());
    }

    /** Returns what clients sent before relaying began. */
    List<String> received() {
        return received;
    }

    @Override
    public void close() {
        try {
            listener.close();
            for (Socket socket : sockets) {
                socket.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void serve(Socket client) throws IOException {
        try (client) {
            DataInputStream in = new DataInputStream(client.getInputStream());
            OutputStream out = new BufferedOutputStream(client.getOutputStream());
            int port = greeting.answer(in, out, received);
            if (port == 0 || !serverSpeaksFirst) {
                out.flush();
            }
            if (port != 0) {
                try (Socket server = new Socket(InetAddress.getLoopbackAddress(), port)) {
                    sockets.add(server);
                    if (serverSpeaksFirst) {
                        out.write(readSome(server.getInputStream()));
                        out.flush();
                    }
                    start(() -> relay(server.getInputStream(), client));
                    relay(in, server);
                }
            }
        }
    }

    private static byte[] readSome(InputStream in) throws IOException {
        byte[] bytes = new byte[1024];
        int count = in.read(bytes);
        if (count < 0) {
            throw new EOFException();
        }
        return Arrays.copyOf(bytes, count);
    }

    private static void relay(InputStream from, Socket to) throws IOException {
        from.transferTo(to.getOutputStream());
        to.shutdownOutput();
    }

    private static String readHead(InputStream in) throws IOException {
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        while (!head.toString(ISO_8859_1).endsWith("\r\n\r\n")) {
            int b = in.read();
            if (b < 0) {
                throw new EOFException();
            }
            head.write(b);
        }
        return head.toString(ISO_8859_1);
    }

    private static String readString(DataInputStream in) throws IOException {
        byte[] bytes = new byte[in.readUnsignedByte()];
        in.readFully(bytes);
        return new String(bytes, ISO_8859_1);
    }

    private interface Task {
        void run() throws IOException;
    }

    private static void start(Task task) {
        Thread thread = new Thread(
                () -> {
                    try {
                        task.run();
                    } catch (IOException e) {
                        // One of the peers disconnected, or the test closes the proxy.
                    }
                },
                "completions4j-test-proxy");
        thread.setDaemon(true);
        thread.start();
    }
}
