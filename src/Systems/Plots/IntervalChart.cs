using System.Globalization;

namespace Bellwether.Systems.Plots;

/// <summary>Named figures with their intervals, one below the other: the ladder, slices, importances.</summary>
/// <param name="Title">What the chart shows.</param>
/// <param name="Rows">Name, value, lower and upper end, and whether it is picked out.</param>
public sealed record IntervalChart(string Title, IReadOnlyList<(string Name, double Value, double Low, double High, bool Picked)> Rows)
{
    private const int Width = 760, RowHeight = 28, Left = 220, Right = 90, Top = 44;

    /// <summary>Whether the axis begins at zero and bars are drawn from there.</summary>
    public bool Bars { get; init; }

    /// <summary>The chart as SVG.</summary>
    public string ToSvg()
    {
        var bottom = Top + (RowHeight * Rows.Count);
        var canvas = new SvgCanvas(Width, bottom + 34, Title);
        var ends = Rows.SelectMany(r => new[] { r.Value, r.Low, r.High }).Where(double.IsFinite).DefaultIfEmpty(0).ToList();
        var axis = new Axis(Bars ? Math.Min(0, ends.Min()) : ends.Min(), ends.Max(), Left, Width - Right);
        foreach (var tick in axis.Ticks)
        {
            canvas.Line(axis.Place(tick), Top, axis.Place(tick), bottom, "#e4e4e4");
            canvas.Text(axis.Place(tick), bottom + 18, axis.Label(tick), "middle", 11, "#666666");
        }

        for (var i = 0; i < Rows.Count; i++)
        {
            var (row, middle) = (Rows[i], Top + (RowHeight * i) + (RowHeight / 2.0));
            var colour = row.Picked ? SvgCanvas.Colours[0] : "#8899aa";
            canvas.Text(Left - 10, middle + 4, row.Name.Length <= 34 ? row.Name : row.Name[..33] + "…", "end", weight: row.Picked ? "600" : "400");
            if (!double.IsFinite(row.Value))
                continue;
            if (Bars)
                canvas.Box(axis.Place(0), middle - 8, axis.Place(row.Value) - axis.Place(0), 16, colour, 0.75);
            if (double.IsFinite(row.Low) && double.IsFinite(row.High) && row.High > row.Low)
                canvas.Line(axis.Place(row.Low), middle, axis.Place(row.High), middle, colour, 3);
            if (!Bars)
                canvas.Dot(axis.Place(row.Value), middle, colour);
            canvas.Text(Width - Right + 10, middle + 4, row.Value.ToString("0.####", CultureInfo.InvariantCulture), colour: "#555555");
        }

        return canvas.ToString();
    }
}
