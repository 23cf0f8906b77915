using Bellwether.Data;
using Bellwether.Data.Events;
using Bellwether.Data.Training;

namespace Bellwether.Features.Tests.Streams;

/// <summary>The features of <see cref="PaymentFeatures"/> again, by looking at every event of the log for every number.</summary>
public sealed class SlowFeatures
{
    private readonly List<IEvent> _applied = [];

    public void Apply(IEvent value) => _applied.Add(value);

    public Dictionary<string, double> Compute(Payment request)
    {
        var all = new Dictionary<string, double>(StringComparer.Ordinal);
        var now = UnixMicroseconds.Of(request.Time);
        // OrderBy is stable: ties keep the order in which they were applied.
        var seen = _applied.Where(e => e.Time <= request.Time).OrderBy(e => e.Time).ToList();
        var card = request.Card is null ? null : seen.OfType<Payment>().Where(p => p.Card == request.Card).ToList();
        var merchant = request.Merchant is null ? null : seen.OfType<Payment>().Where(p => p.Merchant == request.Merchant).ToList();
        var disputes = request.Merchant is null ? null : seen.OfType<Chargeback>().Where(p => p.Merchant == request.Merchant).ToList();
        for (var i = 0; i < PaymentFeatures.Windows.Length; i++)
        {
            var after = request.Time - PaymentFeatures.Windows[i];
            var c = card?.Where(p => p.Time > after).ToList();
            var m = merchant?.Where(p => p.Time > after).ToList();
            var d = disputes?.Where(p => p.Time > after).ToList();
            var amounts = c?.Select(p => p.Amount).Where(a => !double.IsNaN(a)).ToList();
            all[$"count_{i}"] = c?.Count ?? double.NaN;
            all[$"sum_{i}"] = amounts is null ? double.NaN : Sum(amounts);
            all[$"mean_{i}"] = amounts is null || amounts.Count == 0 ? double.NaN : Sum(amounts) / amounts.Count;
            all[$"std_{i}"] = amounts is null ? double.NaN : Std(amounts);
            all[$"min_{i}"] = amounts is null || amounts.Count == 0 ? double.NaN : amounts.Min();
            all[$"max_{i}"] = amounts is null || amounts.Count == 0 ? double.NaN : amounts.Max();
            var tips = c?.Where(p => p.Tip is not null).Select(p => p.Tip!.Value).ToList();
            all[$"tip_{i}"] = tips is null || tips.Count == 0 ? double.NaN : Sum(tips) / tips.Count;
            all[$"countries_{i}"] = c?.Select(p => p.Country).Where(x => x is not null).Distinct().Count() ?? double.NaN;
            all[$"merchant_count_{i}"] = m?.Count ?? double.NaN;
            all[$"merchant_cards_{i}"] = m?.Select(p => p.Card).Where(x => x is not null).Distinct().Count() ?? double.NaN;
            all[$"merchant_max_{i}"] = m?.Max(p => p.Tip) ?? double.NaN;
            all[$"disputes_{i}"] = d?.Count ?? double.NaN;
            all[$"disputed_{i}"] = d is null ? double.NaN : Sum(d.ConvertAll(x => x.Amount));
            all[$"rate_{i}"] = m is null ? double.NaN : (d!.Count + (0.002 * 50)) / (m.Count + 50);
        }

        all["last"] = card?.LastOrDefault(p => !double.IsNaN(p.Amount))?.Amount ?? double.NaN;
        all["last_tip_6h"] = card?.LastOrDefault(p => p.Tip is not null && p.Time > request.Time.AddHours(-6))?.Tip ?? double.NaN;
        all["since"] = card is { Count: > 0 } ? (now - UnixMicroseconds.Of(card[^1].Time)) / 1e6 : double.NaN;
        all["since_dispute"] = disputes?.LastOrDefault(x => x.Time > request.Time.AddHours(-12)) is { } l ? (now - UnixMicroseconds.Of(l.Time)) / 1e6 : double.NaN;
        all["decayed"] = card?.Where(p => !double.IsNaN(p.Amount)).Sum(p => p.Amount * Math.Pow(2, -(request.Time - p.Time) / TimeSpan.FromHours(3))) ?? double.NaN;
        all["hour"] = request.Time.Hour;
        all["country"] = Category.Code(request.Country);
        all["vs_usual"] = request.Amount / (1 + all["mean_2"]);
        all["vs_count"] = all["vs_usual"] * all["count_0"];
        return all;
    }

    private static double Sum(List<double> values) => (double)Steps(values).Aggregate(Int128.Zero, (a, b) => a + b) / (1 << 20);

    private static double Std(List<double> values)
    {
        if (values.Count < 2)
            return double.NaN;
        var steps = Steps(values);
        var mean = (decimal)steps.Sum() / steps.Count;
        return Math.Sqrt((double)(steps.Sum(s => (s - mean) * (s - mean)) / (steps.Count - 1))) / (1 << 20);
    }

    private static List<long> Steps(List<double> values) => values.ConvertAll(v => (long)Math.Round(v * (1 << 20)));
}
