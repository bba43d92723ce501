// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.tests.stress;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** The names of the test classes, in all modules, whose outcome could depend on sockets, threads or timing. */
final class SocketSuites {

    static final List<String> ALL = List.of(
            "dev.completions4j.testkit.model.RequestPropertiesTest",
            "dev.completions4j.testkit.server.FakeEndpointTest",
            "dev.completions4j.testkit.server.FaultTest",
            "dev.completions4j.testkit.server.LoopbackServerTest",
            "dev.completions4j.testkit.recording.RecordingTest",
            "dev.completions4j.transport.tck.FakeTransportContractTest",
            "dev.completions4j.transport.tck.RuleViolationsTest",
            "dev.completions4j.transport.jdk.ClosureContextTest",
            "dev.completions4j.transport.jdk.JdkTransportApplicationTest",
            "dev.completions4j.transport.jdk.JdkTransportBusyTest",
            "dev.completions4j.transport.jdk.JdkTransportClosureTest",
            "dev.completions4j.transport.jdk.JdkTransportConfigTest",
            "dev.completions4j.transport.jdk.JdkTransportConnectTest",
            "dev.completions4j.transport.jdk.JdkTransportContractTest",
            "dev.completions4j.transport.jdk.JdkTransportFailureTest",
            "dev.completions4j.transport.jdk.JdkTransportHandshakeTest",
            "dev.completions4j.transport.jdk.JdkTransportHttp2Test",
            "dev.completions4j.transport.jdk.JdkTransportIoThreadTest",
            "dev.completions4j.transport.jdk.JdkTransportShutdownTest",
            "dev.completions4j.transport.jdk.JdkTransportStaleConnectionTest",
            "dev.completions4j.transport.jdk.JdkTransportTest",
            "dev.completions4j.transport.jdk.JdkTransportTlsContractTest",
            "dev.completions4j.transport.jdk.JdkTransportTrailersTest",
            "dev.completions4j.transport.jdk.JdkTransportTunnelTest",
            "dev.completions4j.transport.netty.ApplicationTest",
            "dev.completions4j.transport.netty.BorrowedEventLoopsTest",
            "dev.completions4j.transport.netty.CancelTest",
            "dev.completions4j.transport.netty.ConnectTest",
            "dev.completions4j.transport.netty.ConnectionsTest",
            "dev.completions4j.transport.netty.DemandTest",
            "dev.completions4j.transport.netty.ExchangeTest",
            "dev.completions4j.transport.netty.FailureTest",
            "dev.completions4j.transport.netty.HostTest",
            "dev.completions4j.transport.netty.Http2FloodTest",
            "dev.completions4j.transport.netty.Http2Test",
            "dev.completions4j.transport.netty.IoTest",
            "dev.completions4j.transport.netty.IoThreadTest",
            "dev.completions4j.transport.netty.MemoryTest",
            "dev.completions4j.transport.netty.NettyTransportContractTest",
            "dev.completions4j.transport.netty.NettyTransportTlsContractTest",
            "dev.completions4j.transport.netty.PoolTest",
            "dev.completions4j.transport.netty.ProxyTest",
            "dev.completions4j.transport.netty.ReuseTest",
            "dev.completions4j.transport.netty.ShutdownTest",
            "dev.completions4j.transport.netty.TlsTest",
            "dev.completions4j.transport.netty.UnsentRequestTest",
            "dev.completions4j.transport.netty.UserErrorTest",
            "dev.completions4j.cli.BatchTest",
            "dev.completions4j.cli.CompleteTest",
            "dev.completions4j.cli.DoctorTest",
            "dev.completions4j.cli.LocaleTest",
            "dev.completions4j.cli.OtherCommandsTest",
            "dev.completions4j.cli.ProcessTest",
            "dev.completions4j.cli.WrongInputTest",
            "dev.completions4j.examples.GreetingTest",
            "dev.completions4j.examples.GuideSnippetsTest",
            "dev.completions4j.examples.JavaSnippetsTest",
            "dev.completions4j.examples.transport.JettyTransportContractTest",
            "dev.completions4j.examples.transport.JettyTransportTest",
            "dev.completions4j.tests.BatchSnippetsTest",
            "dev.completions4j.tests.CancelMatrixTest",
            "dev.completions4j.tests.CloseTest",
            "dev.completions4j.tests.ClosureRaceTest",
            "dev.completions4j.tests.ConnectFaultsTest",
            "dev.completions4j.tests.TimeoutsTest",
            "dev.completions4j.tests.TokenizerEndToEndTest",
            "dev.completions4j.tests.DialectsTest",
            "dev.completions4j.tests.SecretLeakTest",
            "dev.completions4j.tests.EndToEndTest",
            "dev.completions4j.tests.EndingMatrixTest",
            "dev.completions4j.tests.FakeStreamVerificationTest",
            "dev.completions4j.tests.FaultMatrixTest",
            "dev.completions4j.tests.HostileHttp2Test",
            "dev.completions4j.tests.HostileServerTest",
            "dev.completions4j.tests.JdkHttp2ContractTest",
            "dev.completions4j.tests.JdkStreamVerificationTest",
            "dev.completions4j.tests.NettyHttp2ContractTest",
            "dev.completions4j.tests.NettySnippetsTest",
            "dev.completions4j.tests.NettyStreamVerificationTest",
            "dev.completions4j.tests.RecordAndReplayTest",
            "dev.completions4j.tests.SocketRuleViolationsTest",
            "dev.completions4j.tests.TransportSettingsTest",
            "dev.completions4j.tests.WaitingTest",
            "dev.completions4j.tests.servers.FakeLlamaCppTest",
            "dev.completions4j.tests.servers.FakeVllmTest");

    private SocketSuites() {}

    /**
     * Returns the suites with those names, in the order of {@link #ALL}.
     *
     * @param names simple or full names, separated by commas; blank means all
     */
    static List<String> named(String names) {
        if (names.isBlank()) {
            return ALL;
        }
        Set<String> unknown = new TreeSet<>(Arrays.asList(names.strip().split("\\s*,\\s*")));
        Set<String> wanted = Set.copyOf(unknown);
        List<String> found = ALL.stream()
                .filter(suite -> wanted.contains(suite) || wanted.contains(simpleName(suite)))
                .toList();
        found.forEach(suite -> {
            unknown.remove(suite);
            unknown.remove(simpleName(suite));
        });
        if (!unknown.isEmpty()) {
            throw new IllegalArgumentException("No such suite: " + unknown + "; choose among "
                    + ALL.stream().map(SocketSuites::simpleName).toList());
        }
        return found;
    }

    static String simpleName(String suite) {
        return suite.substring(suite.lastIndexOf('.') + 1);
    }
}
