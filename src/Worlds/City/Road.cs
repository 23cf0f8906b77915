namespace Bellwether.Worlds.City;

/// <summary>A road from one crossing to the next, in one direction.</summary>
/// <param name="From">The crossing it leaves.</param>
/// <param name="To">The crossing it reaches.</param>
/// <param name="Metres">Its length.</param>
/// <param name="FreeSeconds">The time it takes when it is empty and dry.</param>
/// <param name="Jam">How much it suffers from traffic: its time is multiplied by 1 + Jam x load.</param>
/// <param name="Inbound">1 when it leads straight to the centre, -1 when straight away from it.</param>
/// <param name="Stadium">How near the stadium it is, 0 to 1.</param>
/// <param name="Bridge">The number of the bridge that it is; -1 for none.</param>
internal sealed record Road(int From, int To, double Metres, double FreeSeconds, double Jam, double Inbound, double Stadium, int Bridge);
