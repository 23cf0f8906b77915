using Bellwether.Data.Events;
using Bellwether.Data.Schema;
using Bellwether.Gallery.Trust.CardFraud;

namespace Bellwether.Cli.Tests.Faults;

/// <summary>One request of the load: a decision or several, or facts that are taken all or none.</summary>
internal sealed record Work(string Path, byte[] Body, IReadOnlyList<IEvent> Events)
{
    private const string Root = "/v1/systems/card-fraud/";

    /// <summary>Whether it asks for decisions.</summary>
    public bool Decides => Events[0] is CardPayment;

    public static Work Decide(IReadOnlyList<CardPayment> payments) => new(Root + "decide", payments.Count == 1
        ? EventContract<CardPayment>.Instance.Write(payments[0])
        : Join(payments.Select(EventContract<CardPayment>.Instance.Write)), payments);

    public static Work Tell<T>(IReadOnlyList<T> facts) where T : class, IEvent
    {
        var items = facts.Select(f => (byte[])[.. "{\"type\":\""u8, .. System.Text.Encoding.ASCII.GetBytes(typeof(T).Name), .. "\",\"data\":"u8, .. EventContract<T>.Instance.Write(f), (byte)'}']);
        return new(Root + "outcomes", facts.Count == 1 ? items.Single() : Join(items), facts);
    }

    private static byte[] Join(IEnumerable<byte[]> items)
    {
        var joined = new List<byte> { (byte)'[' };
        foreach (var item in items)
        {
            if (joined.Count > 1)
                joined.Add((byte)',');
            joined.AddRange(item);
        }

        joined.Add((byte)']');
        return [.. joined];
    }
}
