using System.Reflection;
using Bellwether.Gallery.Trust.CardFraud;
using Bellwether.Systems.Building;

namespace Bellwether.Bench.Features;

/// <summary>The parts of the gallery's card-fraud system, exactly as it defines them.</summary>
internal static class CardFraudParts
{
    public static SystemDefinition<CardPayment, FraudDecision> Definition { get; } = Read();

    private static SystemDefinition<CardPayment, FraudDecision> Read()
    {
        var system = new CardFraudSystem();
        var builder = new SystemBuilder<CardPayment, FraudDecision>([]);
        // Define is for the program alone; nothing else of the definition is made here.
        typeof(CardFraudSystem).GetMethod("Define", BindingFlags.Instance | BindingFlags.NonPublic)!.Invoke(system, [builder]);
        return builder.Build(system.Design);
    }
}
