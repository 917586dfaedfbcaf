package org.chatmodels;

import java.util.ArrayList;
import java.util.List;
import org.chatmodels.ChatException.Delivery;
import org.chatmodels.ChatException.Details;
import org.jspecify.annotations.Nullable;

/** One question for the models of a service, under the rules that hold for calls. */
final class Listing {
    private final TargetPlan plan;
    private final ChatModelRegistry registry;

    Listing(TargetPlan plan, ChatModelRegistry registry) {
        this.plan = plan;
        this.registry = registry;
    }

    /** Ends with the registry, and when its thread is interrupted. */
    List<ModelInfo> models() {
        KeyBinding.Use key = plan.key.new Use();
        try {
            plan.checkOpenable();
            return known(registry.lifetime.inside(new Lifetime.Stay(), () -> asked(key)));
        } catch (ChatException e) {
            throw stamped(e instanceof AuthenticationException refused ? key.explained(refused, plan.origin()) : e);
        } catch (IllegalStateException e) {
            if (!registry.isClosed()) {
                throw e;
            }
            throw stamped(new CancelledException(
                    Lifetime.CLOSED, Details.builder().cause(e).build()));
        }
    }

    /** Where what the registry itself knows of these models is laid over what their service says. */
    private List<ModelInfo> known(List<ModelInfo> listed) {
        List<ModelInfo> known = new ArrayList<>(listed);
        known.replaceAll(model -> registry.catalogue.known(plan.row, model));
        return List.copyOf(known);
    }

    private List<ModelInfo> asked(KeyBinding.Use key) {
        plan.key.begin(key);
        try {
            return checked(plan.ask("cannot list its models", provider -> provider.models(plan)));
        } finally {
            plan.key.end();
        }
    }

    /** A provider of somebody else's may answer anything. */
    private List<ModelInfo> checked(@Nullable List<@Nullable ModelInfo> answer) {
        List<ModelInfo> models = new ArrayList<>();
        for (ModelInfo model : answer == null ? new ArrayList<@Nullable ModelInfo>() : answer) {
            if (model != null) {
                models.add(model);
            }
        }
        if (answer == null || models.size() < answer.size()) {
            throw new ProtocolException(
                    "Provider " + plan.provider.description() + " returned null "
                            + (answer == null ? "for" : "inside")
                            + " its list of models; take a version of that jar that"
                            + " works",
                    Details.builder().delivery(Delivery.MAYBE_PROCESSED).build());
        }
        return List.copyOf(models);
    }

    /** The same failure with who was asked; there is no model to name. */
    private ChatException stamped(ChatException failure) {
        return failure.provider().isPresent()
                ? failure
                : failure.stamp(
                        failure.details().toBuilder().provider(plan.row.name).build());
    }
}
