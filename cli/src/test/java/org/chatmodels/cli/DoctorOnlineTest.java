package org.chatmodels.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.chatmodels.ChatException;
import org.chatmodels.ChatModelRegistry;
import org.chatmodels.Problem;
import org.chatmodels.ServiceCheck;
import org.chatmodels.UnavailableException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class DoctorOnlineTest {
    private final StoreProvider shed = new StoreProvider();
    private final StoreProvider barn = new StoreProvider();

    /** Nothing but these two, and a service that needs a key. */
    private CommandLineRun run() {
        return new CommandLineRun().registry(this::only);
    }

    private ChatModelRegistry.Builder only(ChatModelRegistry.Builder builder) {
        return builder.discovery(false)
                .provider("shed", shed)
                .provider("barn", barn)
                .property("chatmodels.service.corp.provider", "shed")
                .property("chatmodels.service.corp.base_url", "https://corp.example")
                .property("chatmodels.service.corp.key_env", "CORP_KEY");
    }

    @Test
    void servicesWithACheckAndAKeyAreAsked() {
        shed.checked(List::of);
        CommandLineRun run = run().with("doctor", "--online");
        assertThat(run.exitCode()).as(run.out()).isZero();
        assertThat(run.out())
                .containsPattern("\nwithout a key +corp\nasked online +shed\n")
                .endsWith("\nAll is well.\n");
        assertThat(run.err()).isEmpty();
        assertThat(run().variable("CORP_KEY", "sk-canary")
                        .with("doctor", "--online")
                        .out())
                .containsPattern("\nasked online +corp, shed\n");
    }

    @Test
    void whatACheckFindsCountsLikeTheRest() {
        shed.checked(() -> List.of(
                StoreProvider.warning("limit of sh\u001b[2Jed", "a tenth\u001b is left:\nbuy more"),
                new Problem(Problem.Severity.ERROR, "shed", "the key is refused: make a new one")));
        CommandLineRun run = run().with("doctor", "--online");

        assertThat(run.exitCode()).isEqualTo(ExitCode.OTHER);
        assertThat(run.out())
                .contains(
                        "\nERROR\n  shed\n      the key is refused: make a new one\n",
                        "\nWARNING\n  limit of sh [2Jed\n      a tenth  is left:\n      buy more\n")
                .endsWith("\n1 error, 1 warning\n");
        assertThat(run().with("doctor", "--online", "--json").out())
                .contains(
                        "{\"ok\":false,",
                        "\"services_asked_online\":[\"shed\"]",
                        "{\"severity\":\"ERROR\",\"where\":\"shed\",\"message\":\"the key is refused");
    }

    @Test
    void aCheckThatThrowsIsAProblemOfItsService() {
        shed.checked(() -> {
            throw new UnavailableException("it is\ndown", ChatException.Details.NONE);
        });
        barn.checked(() -> {
            throw new IllegalStateException("oops");
        });
        CommandLineRun run = run().with("doctor", "--online");

        assertThat(run.exitCode()).isEqualTo(ExitCode.OTHER);
        assertThat(run.out())
                .contains("  shed\n      it is down\n", "  barn\n      java.lang.IllegalStateException: oops\n")
                .containsPattern("\nasked online +barn, shed\n")
                .endsWith("\n2 errors, 0 warnings\n");
    }

    @Test
    void withoutOnlineNobodyIsAsked() {
        shed.checked(() -> {
            throw new AssertionError("asked");
        });
        CommandLineRun run = run().with("doctor");
        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).doesNotContain("asked online");
        assertThat(run().with("doctor", "--json").out()).doesNotContain("online");
    }

    @Test
    void whereNobodyOffersACheckThatIsSaid() {
        assertThat(run().with("doctor", "--online").out()).containsPattern("\nasked online +none\n");
        assertThat(run().with("doctor", "--online", "--json").out()).contains("\"services_asked_online\":[]");
    }

    @Test
    void aConfigurationThatCannotBeBuiltAsksNobody() {
        CommandLineRun run =
                run().variable("CHATMODELS_CONFIG", "/nonexistent/file").with("doctor", "--online");
        assertThat(run.exitCode()).isEqualTo(ExitCode.OTHER);
        assertThat(run.out()).contains("ERROR").doesNotContain("asked online");
    }

    @Test
    void onATerminalProgressIsShownOnlyWhereItTakesLonger() throws InterruptedException {
        shed.checked(List::of);
        assertThat(run().onTerminal().with("doctor", "--online").err()).isEmpty();

        CountDownLatch answer = new CountDownLatch(1);
        ByteArrayOutputStream err = new ByteArrayOutputStream() {
            @Override
            public synchronized void write(byte[] bytes, int from, int length) {
                super.write(bytes, from, length);
                answer.countDown();
            }
        };
        ServiceCheck slow = () -> {
            try {
                assertThat(answer.await(30, TimeUnit.SECONDS)).isTrue();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return List.of();
        };
        Terminal terminal = new Terminal(
                new ByteArrayInputStream(new byte[0]),
                new ByteArrayOutputStream(),
                err,
                new Terminal.Attached(false, true, true));
        try (Session session = new Session(
                terminal, Map.of("XDG_CONFIG_HOME", "/nonexistent"), () -> only(ChatModelRegistry.builder()))) {
            assertThat(new ServiceQuestions<List<Problem>>(session, name -> Optional.of(slow::check))
                            .silence(Duration.ofMillis(1))
                            .ask())
                    .containsKeys("barn", "shed");
        }
        assertThat(err.toString(StandardCharsets.UTF_8))
                .startsWith("\r0 of 2 services")
                .endsWith("\r\u001b[K");
    }

    @Test
    void helpNamesIt() {
        assertThat(run().with("doctor", "--help").out()).contains("--online", "chat doctor --online");
    }
}
