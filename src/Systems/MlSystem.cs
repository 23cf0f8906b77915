using Bellwether.Systems.Designs;

namespace Bellwether.Systems;

/// <summary>A machine-learning system: its design document as a program. Derive from <see cref="MlSystem{TRequest, TDecision}"/>.</summary>
public abstract class MlSystem
{
    /// <summary>What the design document states in words and numbers.</summary>
    public abstract Design Design { get; }

    /// <summary>Reads the definition and checks that it is whole.</summary>
    /// <exception cref="SystemDefinitionException">Something is missing or does not fit; all complaints together.</exception>
    public abstract ISystemProgram Compile();
}
