# A fixture: arrays, and cases by indentation. There is no "TOOMANY" yet, nor ALERT.
module Mail
  BARE = %w[BADCHARSET UNKNOWN-CTE NOTIFICATIONOVERFLOW UNDEFINED-FILTRE].freeze
  STATES = %w[OPEN CLOSED EXPIRED].freeze
  SYMBOLS = [:over_quota, :contact_admin, :noperm, :limit, :web_alert].freeze

  def data(name)
    result =
      case name
      when "APPENDUID" then uid_data
      when "COPYUID"
        log "METADATA"
        uid_data
      when "PERMANENTFLAGS", "CAPABILITY"
        list # not "UNSEEN"
      when "UIDNEXT" then number
      when "HIGHESTMODSEQ" then number
      end
    result
  end
end
