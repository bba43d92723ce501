// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.transport.jdk;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.function.BiFunction;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLEngineResult.Status;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSession;

/**
 * A forwarding engine whose session records whether the peer has sent {@code close_notify}, and whose handshake fails
 * if the peer ends it.
 *
 * <p>The session is the only part of a connection that the client exposes. The client takes the engine of a connection
 * that the peer has closed during the handshake for one that is ready, passes the request to it, and reports that the
 * request may have been sent.
 */
final class ClosureEngine extends SSLEngine {

    private static final String CLOSED = "dev.completions4j.transport.jdk.closed";

    /** The cipher suite of a session before the first handshake has completed. */
    private static final String NO_CIPHER_SUITE = "SSL_NULL_WITH_NULL_NULL";

    private final SSLEngine engine;
    private volatile boolean closed;

    ClosureEngine(SSLEngine engine) {
        super(engine.getPeerHost(), engine.getPeerPort());
        this.engine = engine;
    }

    /**
     * Returns whether a session's connection may have been truncated, since the peer sent no {@code close_notify};
     * false if that is unknown.
     */
    static boolean wasCut(SSLSession session) {
        return Boolean.FALSE.equals(session.getValue(CLOSED));
    }

    @Override
    public SSLEngineResult unwrap(ByteBuffer from, ByteBuffer[] to, int offset, int length) throws SSLException {
        SSLEngineResult result;
        try {
            result = engine.unwrap(from, to, offset, length);
        } catch (SSLException thrown) {
            throw ofHandshake(thrown);
        }
        if (result.getStatus() == Status.CLOSED) {
            closed = true;
            if (!isHandshakeComplete()) {
                throw endedDuringHandshake();
            }
        }
        return result;
    }

    @Override
    public SSLEngineResult wrap(ByteBuffer[] from, int offset, int length, ByteBuffer to) throws SSLException {
        SSLEngineResult result;
        try {
            result = engine.wrap(from, offset, length, to);
        } catch (SSLException thrown) {
            throw ofHandshake(thrown);
        }
        if (result.getStatus() != Status.CLOSED || isHandshakeComplete()) {
            return result;
        }
        if (result.bytesProduced() == 0) {
            throw endedDuringHandshake();
        }
        // The last bytes before the end are an alert for the peer. The client would take that end for the end of the
        // handshake and read the request. If it then cannot write the alert, it reports the loss of a ready connection.
        return new SSLEngineResult(
                Status.OK, HandshakeStatus.NEED_WRAP, result.bytesConsumed(), result.bytesProduced());
    }

    /** Returns an exception of the engine as a failure of the handshake, unless that has completed. */
    private SSLException ofHandshake(SSLException thrown) {
        if (thrown instanceof SSLHandshakeException || isHandshakeComplete()) {
            return thrown;
        }
        SSLHandshakeException failure = new SSLHandshakeException("The handshake failed: " + thrown.getMessage());
        failure.initCause(thrown);
        return failure;
    }

    private static SSLHandshakeException endedDuringHandshake() {
        return new SSLHandshakeException("The peer closed the connection during the handshake");
    }

    private boolean isHandshakeComplete() {
        return !NO_CIPHER_SUITE.equals(engine.getSession().getCipherSuite());
    }

    @Override
    public SSLSession getSession() {
        SSLSession session = engine.getSession();
        return (SSLSession) Proxy.newProxyInstance(
                ClosureEngine.class.getClassLoader(), new Class<?>[] {SSLSession.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("getValue") && CLOSED.equals(arguments[0])) {
                        return closed;
                    }
                    try {
                        return method.invoke(session, arguments);
                    } catch (InvocationTargetException thrown) {
                        throw thrown.getCause();
                    }
                });
    }

    // The remaining methods forward.

    @Override
    public Runnable getDelegatedTask() {
        return engine.getDelegatedTask();
    }

    @Override
    public void closeInbound() throws SSLException {
        engine.closeInbound();
    }

    @Override
    public boolean isInboundDone() {
        return engine.isInboundDone();
    }

    @Override
    public void closeOutbound() {
        engine.closeOutbound();
    }

    @Override
    public boolean isOutboundDone() {
        return engine.isOutboundDone();
    }

    @Override
    public String[] getSupportedCipherSuites() {
        return engine.getSupportedCipherSuites();
    }

    @Override
    public String[] getEnabledCipherSuites() {
        return engine.getEnabledCipherSuites();
    }

    @Override
    public void setEnabledCipherSuites(String[] suites) {
        engine.setEnabledCipherSuites(suites);
    }

    @Override
    public String[] getSupportedProtocols() {
        return engine.getSupportedProtocols();
    }

    @Override
    public String[] getEnabledProtocols() {
        return engine.getEnabledProtocols();
    }

    @Override
    public void setEnabledProtocols(String[] protocols) {
        engine.setEnabledProtocols(protocols);
    }

    @Override
    public SSLSession getHandshakeSession() {
        return engine.getHandshakeSession();
    }

    @Override
    public void beginHandshake() throws SSLException {
        engine.beginHandshake();
    }

    @Override
    public HandshakeStatus getHandshakeStatus() {
        return engine.getHandshakeStatus();
    }

    @Override
    public void setUseClientMode(boolean client) {
        engine.setUseClientMode(client);
    }

    @Override
    public boolean getUseClientMode() {
        return engine.getUseClientMode();
    }

    @Override
    public void setNeedClientAuth(boolean need) {
        engine.setNeedClientAuth(need);
    }

    @Override
    public boolean getNeedClientAuth() {
        return engine.getNeedClientAuth();
    }

    @Override
    public void setWantClientAuth(boolean want) {
        engine.setWantClientAuth(want);
    }

    @Override
    public boolean getWantClientAuth() {
        return engine.getWantClientAuth();
    }

    @Override
    public void setEnableSessionCreation(boolean enable) {
        engine.setEnableSessionCreation(enable);
    }

    @Override
    public boolean getEnableSessionCreation() {
        return engine.getEnableSessionCreation();
    }

    @Override
    public SSLParameters getSSLParameters() {
        return engine.getSSLParameters();
    }

    @Override
    public void setSSLParameters(SSLParameters parameters) {
        engine.setSSLParameters(parameters);
    }

    @Override
    public String getApplicationProtocol() {
        return engine.getApplicationProtocol();
    }

    @Override
    public String getHandshakeApplicationProtocol() {
        return engine.getHandshakeApplicationProtocol();
    }

    @Override
    public void setHandshakeApplicationProtocolSelector(BiFunction<SSLEngine, List<String>, String> selector) {
        engine.setHandshakeApplicationProtocolSelector(selector);
    }

    @Override
    public BiFunction<SSLEngine, List<String>, String> getHandshakeApplicationProtocolSelector() {
        return engine.getHandshakeApplicationProtocolSelector();
    }
}
